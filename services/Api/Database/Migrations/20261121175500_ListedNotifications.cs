using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Trawl.Api.Database.Migrations
{
    /// <inheritdoc />
    public partial class ListedNotifications : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_events_notifications",
                table: "events",
                columns: new[] { "channel", "id" },
                filter: "type = 'notification'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_events_notifications",
                table: "events");
        }
    }
}
