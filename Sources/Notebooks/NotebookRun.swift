import ClaimsStore
import Foundation
import Planning
import Reporting
import Results

/// What a command line printed.
public struct CommandOutput: Sendable {
  /// The exit code.
  public var code: Int32
  /// Standard output.
  public var output: String
  /// Standard error.
  public var errors: String
  /// Makes an output.
  public init(code: Int32, output: String, errors: String) {
    (self.code, self.output, self.errors) = (code, output, errors)
  }
}

/// How a notebook is executed.
public struct NotebookOptions: Sendable {
  /// The working folder, outside of which nothing is read.
  public var workingFolder: String
  /// The most threads; the results do not depend on it.
  public var threads: Int
  /// Runs a command of caseload inside this process.
  public var command: @Sendable ([String]) throws -> CommandOutput
  /// Told which block begins and how far the notebook is, 0...1.
  public var progress: @Sendable (String, Double) -> Void

  /// Makes options.
  ///
  /// - Parameters:
  ///   - workingFolder: The working folder, outside of which nothing is read.
  ///   - threads: The most threads.
  ///   - command: Runs a command of caseload inside this process.
  ///   - progress: Told which block begins and how far the notebook is.
  public init(
    workingFolder: String, threads: Int,
    command: @escaping @Sendable ([String]) throws -> CommandOutput,
    progress: @escaping @Sendable (String, Double) -> Void
  ) {
    (self.workingFolder, self.threads) = (workingFolder, threads)
    (self.command, self.progress) = (command, progress)
  }
}

/// An executed notebook: its new text and the charts beside it.
public struct NotebookAnswer: Sendable {
  /// The notebook with the results of its blocks.
  public var document: NotebookDocument
  /// Charts by name, to be written beside the notebook.
  public var charts: [(name: String, svg: String)]
  /// The lines of the blocks whose result is not the one that stood in the file.
  public var changed: [Int]
}

/// Executes a notebook's blocks in order.
///
/// A block reads inside the working folder only; nothing is written here, and no program is started.
///
/// - Parameters:
///   - path: The notebook, relative to the working folder or absolute.
///   - text: Its content.
///   - options: How to execute.
/// - Returns: The notebook with new results, and its charts.
/// - Throws: ``NotebookError`` with the place of the block that fails.
/// - Complexity: That of its blocks; runs of like specs share their stages.
public func runNotebook(
  path: String, text: String, options: NotebookOptions
) throws -> NotebookAnswer {
  var document = try NotebookDocument(text, file: path)
  let paths = NotebookPaths(notebook: path, working: options.workingFolder)
  guard paths.mayRead(path) else {
    throw NotebookError(
      "\(path): the notebook lies outside of the working folder. Run it from a folder that holds it."
    )
  }
  var run = NotebookRun(path: path, paths: paths, options: options)
  run.claims = try NotebookClaims.load(document, paths: paths, threads: options.threads)
  let count = document.blocks.count
  var changed: [Int] = []
  var done = 0
  for index in document.parts.indices {
    guard case .block(var block) = document.parts[index] else { continue }
    options.progress("block \(done + 1) of \(count)", Double(done) / Double(max(1, count)))
    let result = try run.result(of: block)
    if result != block.result { changed.append(block.line) }
    block.result = result
    document.parts[index] = .block(block)
    done += 1
  }
  return NotebookAnswer(document: document, charts: run.charts, changed: changed)
}

/// A notebook under execution: what earlier blocks left for later ones.
struct NotebookRun {
  let path: String
  let paths: NotebookPaths
  let options: NotebookOptions
  var claims: ClaimsDatabase?
  var charts: [(name: String, svg: String)] = []
  /// Tables of earlier blocks by name; the last one without a name is `last`.
  var tables: [String: NotebookTable] = [:]
  let cache = StageCache()

  init(path: String, paths: NotebookPaths, options: NotebookOptions) {
    (self.path, self.paths, self.options) = (path, paths, options)
  }

  /// The lines that stand under a block.
  mutating func result(of block: NotebookDocument.Block) throws -> [String] {
    let place = "\(path):\(block.line)"
    do {
      switch block.kind {
      case .sql: return try query(block, place)
      case .scenario: return try scenario(block, place)
      case .chart: return try chart(block, place)
      case .caseload: return try commands(block)
      }
    } catch let error as NotebookError {
      throw error
    } catch {
      throw NotebookError("\(place): \(error)")
    }
  }

  private mutating func query(
    _ block: NotebookDocument.Block, _ place: String
  ) throws -> [String] {
    guard let claims else {
      throw NotebookError(
        "\(place): the notebook has no claims. Add a line <!-- claims: { \"store\": PATH } --> above."
      )
    }
    let answer = try claims.answer(
      try ClaimsQuery(block.body.joined(separator: "\n")), threads: options.threads,
      memberLevel: .refused)
    let columns = answer.columns.indices
    let table = NotebookTable(
      columns: answer.distinctNames,
      rows: (0..<answer.rowCount).map { row in columns.map { answer[row, $0].text } },
      isNumber: answer.columns.map(\.type.isNumeric))
    keep(table, block.words.dropFirst().first)
    return table.markdown
  }

  /// Keeps a table for charts.
  mutating func keep(_ table: NotebookTable, _ name: String?) {
    tables["last"] = table
    if let name { tables[name] = table }
  }

  private func commands(_ block: NotebookDocument.Block) throws -> [String] {
    var lines = ["```text"]
    for (offset, line) in block.body.enumerated() where !line.allSatisfy(\.isWhitespace) {
      let place = "\(path):\(block.line + 1 + offset)"
      let command = try CommandLineWords(line, paths: paths, place: place)
      let found = try options.command(command.words)
      let isDone = found.code == 0 || found.code == 3
      guard isDone != command.isMeantToFail else {
        throw NotebookError(
          isDone
            ? "\(place): the command works, and its line begins with \"!\". Take the mark away."
            : "\(place): the command ended with code \(found.code). \(found.errors)")
      }
      let shown = command.isMeantToFail ? found.errors : found.output
      lines += shown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      while lines.last == "" { lines.removeLast() }
    }
    return lines + ["```"]
  }
}
