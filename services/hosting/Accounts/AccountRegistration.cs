using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Hosting;

/// <summary>Accounts in front of a service's writes.</summary>
public static class AccountRegistration
{
    /// <summary>Reads the accounts file, where one is configured, and refuses to start where it is wrong.</summary>
    /// <exception cref="SettingException">The file cannot be read, or is no accounts file: with line and every
    /// reason.</exception>
    public static WebApplicationBuilder AddAccounts(this WebApplicationBuilder builder)
    {
        var tokens = BearerTokens.Read(builder.Configuration);
        AccountSet? accounts = null;
        if (AccountFile.Of(builder.Configuration) is { } file)
        {
            var look = file.Look();
            (accounts, var errors) = look.Read();
            if (accounts is null)
            {
                throw new SettingException(AccountFile.Variable, "a file of accounts as deploy/account writes it",
                    string.Join("; ", errors));
            }

            builder.Services.AddHostedService(services =>
                ActivatorUtilities.CreateInstance<AccountWatch>(services, file, look));
        }

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new Authenticator(tokens, accounts)).AddSingleton<Access>()
            .AddHostedService<AccessNotice>();
        return builder;
    }

    /// <summary>
    /// Says in the log, at each start, what an operator should not learn from somebody else: that nobody is asked who
    /// they are, or nobody may act.
    /// </summary>
    private sealed class AccessNotice(Authenticator authenticator, ILogger<Access> log) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            if (!authenticator.IsConfigured)
            {
                log.LogWarning(
                    "No accounts are configured ({Setting}): whoever reaches this port may publish and waive; "
                    + "an operator's acts are taken from this machine only",
                    AccountFile.Variable);
            }
            else if (!authenticator.AnyMay(Permissions.Operate))
            {
                log.LogWarning(
                    "No account may operate ({Setting}): nobody can reload policies, release gates, "
                    + "or settle what others sent",
                    AccountFile.Variable);
            }

            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
