import ClaimsStore
import Foundation

/// Reads statements from a file or from standard input and answers each before reading on.
struct QueryInput {
  /// The file; `-` for standard input.
  let path: String
  let session: QuerySession
  let printer: QueryPrinter
  let target: QueryTarget?

  /// Answers every statement.
  ///
  /// With `jsonl` an error is an answer like any other; every other format stops at the first.
  func run() throws {
    let handle = try self.handle()
    var reader = SQLStatementReader()
    var count = 0
    printer.begin()
    while true {
      let bytes = handle.availableData
      reader.append(bytes)
      while let statement = reader.next() { try answer(statement, &count) }
      if bytes.isEmpty { break }
    }
    if let statement = reader.last() { try answer(statement, &count) }
    printer.end()
    if count == 0, target != nil {
      throw Outcome.wrongInput("\(path): there is no statement. Write one that ends with ;.")
    }
  }

  private func handle() throws -> FileHandle {
    if path == "-" { return FileHandle.standardInput }
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
      !isFolder.boolValue
    else {
      throw Outcome.wrongInput("\(path): there is no such file. Check the name.")
    }
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw Outcome.wrongInput("\(path): cannot be read. Check its permissions.")
    }
    return handle
  }

  private func answer(_ statement: SQLStatementReader.Statement, _ count: inout Int) throws {
    count += 1
    let place = path == "-" ? "" : "\(path): "
    if target != nil, count > 1 {
      throw Outcome.wrongInput(
        "\(place)line \(statement.position.line), column \(statement.position.column): "
          + "--out takes one statement, and this is the second. Leave it out.")
    }
    switch session.reply(to: statement) {
    case .success(let reply): try printer.show(reply, target)
    case .failure(let problem):
      guard printer.format == .jsonl else {
        printer.end()
        throw Outcome.wrongInput(place + problem.message)
      }
      printer.show(problem)
    }
  }
}
