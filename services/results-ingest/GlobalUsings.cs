global using Gatehouse.Contracts;
