import ArgumentParser

/// A command of the contract that does not exist yet: it takes any arguments and says so.
protocol UnbuiltCommand: ParsableCommand {
  var arguments: [String] { get }
}

extension UnbuiltCommand {
  /// Refuses with the exit code for a part that is not built.
  func run() throws {
    throw Outcome.notBuilt("caseload \(Self.configuration.commandName ?? "")")
  }
}

struct CompareCommand: UnbuiltCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Two or more specs or run folders side by side (not built).")
  @Argument(parsing: .allUnrecognized) var arguments: [String] = []
}

struct SweepCommand: UnbuiltCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep", abstract: "A grid of values, and where the answer flips (not built).")
  @Argument(parsing: .allUnrecognized) var arguments: [String] = []
}

struct NewCommand: UnbuiltCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "A starter spec (not built).")
  @Argument(parsing: .allUnrecognized) var arguments: [String] = []
}

struct RunsCommand: UnbuiltCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "The catalogue of runs (not built).")
  @Argument(parsing: .allUnrecognized) var arguments: [String] = []
}

struct NotebookCommand: UnbuiltCommand {
  static let configuration = CommandConfiguration(
    commandName: "notebook", abstract: "Executable Markdown (not built).")
  @Argument(parsing: .allUnrecognized) var arguments: [String] = []
}
