import ArgumentParser
import Foundation
import Notebooks

struct NotebookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notebook", abstract: "Executable Markdown.",
    discussion: "Example:\n  caseload notebook run notebooks-md/who-calls.md --check",
    subcommands: [NotebookRunCommand.self])
}

struct NotebookRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Executes a notebook's blocks and writes the results under them.",
    discussion: """
      Example:
        caseload notebook run notebooks-md/who-calls.md --check

      Blocks are fenced code: ```sql claims, ```scenario NAME, ```chart and ```caseload. They run in order; a
      result stands under its block between two markers, and charts are SVG files beside the notebook. A block
      reads inside the working folder only, nothing is written outside of the notebook's folder, and no program
      is started. --check writes nothing and exits 1 when a result is not the one in the file.
      """)

  @Argument(help: "The notebook, a Markdown file.")
  var file: String
  @Flag(help: "Compare with what stands in the file instead of writing.")
  var check = false
  @Option(help: "The most threads; the results do not depend on it.")
  var threads: Int = max(1, ProcessInfo.processInfo.activeProcessorCount)
  @Flag(help: "Print one JSON document.")
  var json = false

  func run() throws {
    guard threads >= 1 else { throw Outcome.wrongUsage("--threads \(threads): write 1 or more.") }
    let progress = Progress()
    let options = NotebookOptions(
      workingFolder: FileManager.default.currentDirectoryPath, threads: threads,
      command: { try CapturedCommand.run($0) }, progress: progress.show)
    let notebook = NotebookFile(path: file)
    let answer = try userFacing { try notebook.run(options) }
    progress.clear()
    let differences = notebook.differences(answer)
    if !check { try userFacing { try notebook.write(answer, options) } }
    if json {
      struct Document: Encodable {
        var blocks: Int
        var charts: [String]
        var differences: [String]
      }
      try printAnswer(
        try documentText(
          Document(
            blocks: answer.document.blocks.count, charts: answer.charts.map(\.name),
            differences: differences)))
    } else if !check {
      try printAnswer(
        "\(file): \(answer.document.blocks.count) blocks, \(answer.charts.count) charts written.")
    } else if differences.isEmpty {
      try printAnswer("\(file): every result is what its block gives now.")
    }
    if check, !differences.isEmpty {
      throw Outcome.wrongInput(
        differences.joined(separator: "\n") + "\nRun it without --check to write the new results.")
    }
  }
}
