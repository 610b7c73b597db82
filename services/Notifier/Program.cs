using Trawl.Notifier;
using Trawl.ServiceDefaults.Hosting;

return await ServiceHost.RunAsync("notifier", args, builder => builder.AddNotifier(), app => app.MapNotifier());
