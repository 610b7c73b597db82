using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Trawl.Api.Database.Migrations
{
    /// <inheritdoc />
    public partial class CustomJobs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "message",
                table: "jobs",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "report_token_hash",
                table: "jobs",
                type: "bytea",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "message",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "report_token_hash",
                table: "jobs");
        }
    }
}
