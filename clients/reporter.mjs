// The last line that `dotnet test` prints of an assembly, for a workspace: .ci/run counts both alike.
export default class Summary {
  onTestRunEnd(modules, errors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state) => tests.filter((test) => test.result().state === state).length;
    // A file that could not even be read has no tests that failed.
    const failed = count("failed") + modules.filter((module) => module.errors().length > 0).length + errors.length;
    const word = failed > 0 ? "Failed" : "Passed";
    console.log(
      `${word}!  - Failed: ${failed}, Passed: ${count("passed")}, Skipped: ${count("skipped")}, Total: ${tests.length} - ${process.env.npm_package_name}`,
    );
  }
}
