import ArgumentParser
import Planning

/// The command line: arguments, one public call, an exit code.
struct Caseload: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "caseload",
    abstract: "How many people does this work need, of which kind, when, and what does it cost?",
    discussion: """
      Example:
        caseload run scenarios/mail-order-january.json

      Exit codes: 0 done; 1 the input is wrong; 2 the usage is wrong or a part is not built;
      3 done, but an alternative that has a plan misses a required goal.
      """,
    version: caseloadVersion,
    subcommands: [
      RunCommand.self, CheckCommand.self, ClaimsCommand.self, CompareCommand.self,
      SweepCommand.self, NewCommand.self, SchemaCommand.self, RunsCommand.self,
      StaffCommand.self, CalcCommand.self, SimulateCommand.self, ForecastCommand.self,
      EstimateCommand.self, BacktestCommand.self, NotebookCommand.self,
    ])
}
