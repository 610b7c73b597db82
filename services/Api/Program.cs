using Trawl.Api;
using Trawl.ServiceDefaults.Hosting;

return await ServiceHost.RunAsync("api", args, builder => builder.AddApi(), app => app.MapApi());
