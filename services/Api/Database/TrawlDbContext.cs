using Microsoft.EntityFrameworkCore;

namespace Trawl.Api.Database;

public sealed class TrawlDbContext(DbContextOptions<TrawlDbContext> options) : DbContext(options)
{
    public DbSet<Job> Jobs => Set<Job>();
    public DbSet<Source> Sources => Set<Source>();
    public DbSet<Page> Pages => Set<Page>();
    public DbSet<Lease> Leases => Set<Lease>();
    public DbSet<Host> Hosts => Set<Host>();
    public DbSet<Document> Documents => Set<Document>();
    public DbSet<CachedAnswer> CachedAnswers => Set<CachedAnswer>();
    public DbSet<EmbedTask> EmbedTasks => Set<EmbedTask>();
    public DbSet<Chunk> Chunks => Set<Chunk>();
    public DbSet<ChunkEmbedding> Embeddings => Set<ChunkEmbedding>();
    public DbSet<Model> Models => Set<Model>();
    public DbSet<LoggedEvent> Events => Set<LoggedEvent>();
    public DbSet<Channel> Channels => Set<Channel>();
    public DbSet<Worker> Workers => Set<Worker>();
    public DbSet<IdempotencyKey> IdempotencyKeys => Set<IdempotencyKey>();
    public DbSet<Clarification> Clarifications => Set<Clarification>();
    public DbSet<Comment> Comments => Set<Comment>();
    public DbSet<Draft> Drafts => Set<Draft>();
    public DbSet<Webhook> Webhooks => Set<Webhook>();
    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        Schema.Configure(modelBuilder);
        SnakeCase.Apply(modelBuilder);
    }
}
