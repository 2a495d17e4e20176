using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Local;

/// <summary>The password of a private server: made once, kept in the data folder.</summary>
public static class Password
{
    public static string Of(DataFolder data, string server)
    {
        var file = Path.Combine(data.Path, server + ".password");
        if (!File.Exists(file))
        {
            // Letters and digits only, so that it needs no escaping in any URL or configuration file.
            DataFolder.WriteSecret(file, RandomNumberGenerator.GetHexString(32, lowercase: true));
        }

        return File.ReadAllText(file).Trim();
    }

    /// <summary>The salted hash in the form of RabbitMQ's definitions.</summary>
    public static string RabbitMqHash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(4);
        return Convert.ToBase64String([.. salt, .. SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(password)])]);
    }
}
