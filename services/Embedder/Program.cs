using Trawl.Embedder;
using Trawl.ServiceDefaults.Hosting;

return await ServiceHost.RunAsync("embedder", args, builder => builder.AddEmbedder());
