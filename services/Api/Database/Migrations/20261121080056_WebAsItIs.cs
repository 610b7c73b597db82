using System;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Trawl.Api.Database.Migrations
{
    /// <inheritdoc />
    public partial class WebAsItIs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "etag",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "last_modified",
                table: "documents");

            migrationBuilder.AddColumn<string>(
                name: "description",
                table: "documents",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<JsonDocument>(
                name: "options",
                table: "sources",
                type: "json",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "canonical_key",
                table: "pages",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "family",
                table: "pages",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "fetch_whole",
                table: "pages",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "ignore_canonical",
                table: "pages",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "kind",
                table: "pages",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "added",
                table: "jobs",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "changed",
                table: "jobs",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "gone",
                table: "jobs",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string[]>(
                name: "moved_to",
                table: "jobs",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<bool>(
                name: "rest_seeded",
                table: "jobs",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "sitemaps_open",
                table: "jobs",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "back_off_ms",
                table: "hosts",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "back_off_reason",
                table: "hosts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "missing",
                table: "documents",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "hash",
                table: "chunks",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "cached_answers",
                columns: table => new
                {
                    source_id = table.Column<Guid>(type: "uuid", nullable: false),
                    url_key = table.Column<Guid>(type: "uuid", nullable: false),
                    etag = table.Column<string>(type: "text", nullable: true),
                    last_modified = table.Column<string>(type: "text", nullable: true),
                    links = table.Column<string>(type: "text", nullable: false),
                    links_scope = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    content_hash = table.Column<string>(type: "text", nullable: true),
                    canonical = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cached_answers", x => new { x.source_id, x.url_key });
                    table.ForeignKey(
                        name: "fk_cached_answers_sources_source_id",
                        column: x => x.source_id,
                        principalTable: "sources",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_pages_job_id_family",
                table: "pages",
                columns: new[] { "job_id", "family" },
                filter: "family is not null");

            migrationBuilder.CreateIndex(
                name: "ix_documents_source_id_content_hash",
                table: "documents",
                columns: new[] { "source_id", "content_hash" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "cached_answers");

            migrationBuilder.DropIndex(
                name: "ix_pages_job_id_family",
                table: "pages");

            migrationBuilder.DropIndex(
                name: "ix_documents_source_id_content_hash",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "options",
                table: "sources");

            migrationBuilder.DropColumn(
                name: "canonical_key",
                table: "pages");

            migrationBuilder.DropColumn(
                name: "family",
                table: "pages");

            migrationBuilder.DropColumn(
                name: "fetch_whole",
                table: "pages");

            migrationBuilder.DropColumn(
                name: "ignore_canonical",
                table: "pages");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "pages");

            migrationBuilder.DropColumn(
                name: "added",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "changed",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "gone",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "moved_to",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "rest_seeded",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "sitemaps_open",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "back_off_ms",
                table: "hosts");

            migrationBuilder.DropColumn(
                name: "back_off_reason",
                table: "hosts");

            migrationBuilder.DropColumn(
                name: "missing",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "hash",
                table: "chunks");

            migrationBuilder.DropColumn(
                name: "description",
                table: "documents");

            migrationBuilder.AddColumn<string>(
                name: "last_modified",
                table: "documents",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "etag",
                table: "documents",
                type: "text",
                nullable: true);
        }
    }
}
