using Microsoft.EntityFrameworkCore;
using NpgsqlTypes;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Database;

/// <summary>Keys, indexes and what belongs to what. The names follow from <see cref="SnakeCase"/>.</summary>
internal static class Schema
{
    public static void Configure(ModelBuilder model)
    {
        Work(model);
        Knowledge(model);
        People(model);
        Operation(model);
    }

    private static void Work(ModelBuilder model)
    {
        model.Entity<Job>(job =>
        {
            job.HasIndex(j => new { j.UserId, j.Id });
            job.Property(j => j.IgnoreRobots).HasDefaultValue(false);
            job.HasIndex(j => new { j.Lane, j.Turn, j.Id }).HasFilter("status = 0").HasDatabaseName("ix_jobs_queued");
            job.HasIndex(j => new { j.UserId, j.Lane, j.Turn }).HasFilter("status = 0").HasDatabaseName("ix_jobs_queued_of_user");
            job.HasIndex(j => new { j.Lane, j.LaneSince }).HasFilter("status = 0 and lane < 2").HasDatabaseName("ix_jobs_ageing");
            job.HasIndex(j => j.StartedAt).HasFilter("started_at is not null");
            job.HasIndex(j => j.ExpiresAt).HasFilter("status < 10 and expires_at is not null").HasDatabaseName("ix_jobs_expiring");
            job.HasIndex(j => j.Status).HasFilter("status between 1 and 4").HasDatabaseName("ix_jobs_active");
            job.HasIndex(j => j.FinishedAt).HasFilter("status >= 10").HasDatabaseName("ix_jobs_finished");
            // json, not jsonb: nothing looks inside, and the order of properties stays as it was written.
            job.Property(j => j.Options).HasColumnType("json");
            job.Property(j => j.Models).HasColumnType("json");
            job.Property(j => j.Result).HasColumnType("json");
            job.Property(j => j.Error).HasColumnType("json");
            job.HasOne<Source>().WithMany().HasForeignKey(j => j.SourceId).OnDelete(DeleteBehavior.SetNull);
        });
        model.Entity<Page>(page =>
        {
            page.Property(p => p.Kind).HasDefaultValue(PageKind.Page);
            page.Property(p => p.IgnoreCanonical).HasDefaultValue(false);
            page.Property(p => p.FetchWhole).HasDefaultValue(false);
            page.HasIndex(p => new { p.JobId, p.UrlKey }).IsUnique();
            page.HasIndex(p => new { p.JobId, p.Id });
            page.HasIndex(p => new { p.JobId, p.Host, p.Depth, p.Id }).HasFilter("status = 0").HasDatabaseName("ix_pages_pending");
            page.HasIndex(p => new { p.JobId, p.Family }).HasFilter("family is not null");
            page.HasIndex(p => p.LeaseId).HasFilter("lease_id is not null");
            page.HasOne<Job>().WithMany().HasForeignKey(p => p.JobId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<Lease>(lease =>
        {
            lease.HasIndex(l => l.JobId);
            lease.HasOne<Job>().WithMany().HasForeignKey(l => l.JobId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<EmbedTask>(task =>
        {
            task.HasKey(t => new { t.JobId, t.DocumentId });
            task.HasIndex(t => t.LeaseId).HasFilter("lease_id is not null");
            task.HasIndex(t => t.DocumentId);
            task.HasOne<Job>().WithMany().HasForeignKey(t => t.JobId).OnDelete(DeleteBehavior.Cascade);
            task.HasOne<Document>().WithMany().HasForeignKey(t => t.DocumentId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<Host>().HasKey(h => h.Name);
        model.Entity<Host>().Property(h => h.BackOffMs).HasDefaultValue(0);
    }

    private static void Knowledge(ModelBuilder model)
    {
        model.Entity<Source>().HasIndex(s => new { s.UserId, s.Key }).IsUnique();
        model.Entity<Source>().HasIndex(s => s.NextRunAt).HasFilter("next_run_at is not null");
        model.Entity<Source>().Property(s => s.Options).HasColumnType("json");
        model.Entity<Document>(document =>
        {
            document.Property(d => d.Missing).HasDefaultValue(0);
            document.HasIndex(d => new { d.SourceId, d.UrlKey }).IsUnique();
            document.HasIndex(d => new { d.SourceId, d.Id });
            document.HasIndex(d => new { d.SourceId, d.ContentHash });
            document.HasOne<Source>().WithMany().HasForeignKey(d => d.SourceId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<CachedAnswer>(answer =>
        {
            answer.HasKey(a => new { a.SourceId, a.UrlKey });
            answer.HasOne<Source>().WithMany().HasForeignKey(a => a.SourceId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<Chunk>(chunk =>
        {
            chunk.HasIndex(c => new { c.DocumentId, c.Index }).IsUnique();
            chunk.HasOne<Document>().WithMany().HasForeignKey(c => c.DocumentId).OnDelete(DeleteBehavior.Cascade);
            // Title over headings over text. Generated, so that chunks go in by plain COPY.
            chunk.Property<NpgsqlTsVector>("Words").HasComputedColumnSql(
                "setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', heading), 'B') || setweight(to_tsvector('english', text), 'D')",
                stored: true);
            chunk.HasIndex("Words").HasMethod("gin");
        });
        model.Entity<ChunkEmbedding>(embedding =>
        {
            embedding.HasKey(e => new { e.ChunkId, e.ModelId });
            embedding.HasOne<Chunk>().WithMany().HasForeignKey(e => e.ChunkId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<Model>(m =>
        {
            m.Property(x => x.Id).UseIdentityAlwaysColumn();
            m.HasIndex(x => x.Name).IsUnique();
        });
    }

    private static void People(ModelBuilder model)
    {
        model.Entity<Clarification>(clarification =>
        {
            clarification.HasIndex(c => c.JobId);
            clarification.HasIndex(c => c.ExpiresAt).HasFilter("status = 0");
            clarification.HasOne<Job>().WithMany().HasForeignKey(c => c.JobId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<Comment>(comment =>
        {
            comment.HasIndex(c => new { c.JobId, c.Id });
            comment.HasOne<Job>().WithMany().HasForeignKey(c => c.JobId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<Draft>(draft =>
        {
            draft.HasIndex(d => new { d.UserId, d.Id });
            draft.Property(d => d.Plan).HasColumnType("json");
        });
        model.Entity<Webhook>().HasIndex(w => new { w.UserId, w.Id });
        model.Entity<WebhookDelivery>(delivery =>
        {
            delivery.HasIndex(d => new { d.WebhookId, d.Id });
            // An event becomes one delivery, whoever finds it first.
            delivery.HasIndex(d => new { d.WebhookId, d.Seq }).IsUnique();
            delivery.HasIndex(d => d.NextAttemptAt).HasFilter("status = 0");
            delivery.HasOne<Webhook>().WithMany().HasForeignKey(d => d.WebhookId).OnDelete(DeleteBehavior.Cascade);
        });
    }

    private static void Operation(ModelBuilder model)
    {
        model.Entity<LoggedEvent>(e =>
        {
            e.ToTable("events");
            e.Property(x => x.Data).HasColumnType("json");
            e.HasIndex(x => new { x.Channel, x.Seq }).IsUnique();
            e.HasIndex(x => new { x.Channel, x.Id }).HasFilter("type = 'notification'").HasDatabaseName("ix_events_notifications");
            e.HasIndex(x => x.Id).HasFilter("not sent").HasDatabaseName("ix_events_unsent");
        });
        model.Entity<Channel>().HasKey(c => c.Name);
        model.Entity<Worker>().HasIndex(w => w.LastSeen);
        model.Entity<IdempotencyKey>().HasKey(k => new { k.UserId, k.Key });
    }
}
