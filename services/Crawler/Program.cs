using Trawl.Crawler;
using Trawl.ServiceDefaults.Hosting;

return await ServiceHost.RunAsync("crawler", args, builder => builder.AddCrawler());
