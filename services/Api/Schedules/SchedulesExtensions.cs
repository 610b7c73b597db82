using Trawl.ServiceDefaults;

namespace Trawl.Api.Schedules;

internal static class SchedulesExtensions
{
    public static void AddSchedules(this WebApplicationBuilder builder)
    {
        builder.AddValidatedOptions<SchedulesOptions>("Schedules");
        builder.Services.AddSingleton<DueRuns>();
        builder.Services.AddSingleton<StaleCheck>();
        builder.Services.AddSingleton<ScheduleLoop>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ScheduleLoop>());
    }
}
