using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Trawl.Api.Database.Migrations
{
    /// <inheritdoc />
    public partial class CheaperWriting : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Nobody asks for ranges of vectors, and sampling them is most of what analysing the table costs.
            migrationBuilder.Sql("alter table embeddings alter column vector set statistics 0");
            // Cheaper than pglz, where the server was built with it. Only for what is written from now on.
            migrationBuilder.Sql(
                """
                do $$ begin
                  alter table documents alter column markdown set compression lz4;
                  alter table chunks alter column text set compression lz4, alter column words set compression lz4;
                exception when feature_not_supported then null;
                end $$
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("alter table embeddings alter column vector set statistics -1");
            migrationBuilder.Sql(
                """
                alter table documents alter column markdown set compression default;
                alter table chunks alter column text set compression default, alter column words set compression default
                """);
        }
    }
}
