import ArgumentParser
import ClaimsStore
import Foundation

struct ClaimsQueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query",
    abstract: "Answers SQL over a store.",
    discussion: """
      Example:
        caseload claims query fills.claims 'SELECT status, count(*) AS n FROM claims GROUP BY 1'

      The dialect is a subset of DuckDB's; the table is named claims. A small table beside it, such as
      clients, members or pharmacies, is a CSV file whose first line names the columns:
        caseload claims query fills.claims --table clients=clients.csv \\
          'SELECT name, count(*) AS n FROM claims JOIN clients USING (client_id) GROUP BY 1'
      Its types are found from the values: INTEGER, BIGINT, DECIMAL, DATE, TIMESTAMP, BOOLEAN, else
      VARCHAR; numbers with leading zeros stay text and a blank is NULL.

      --input reads statements that end with ; (one that is only blanks is no statement). With --format
      jsonl each is answered at once with one line, an error with {"error", "line", "column"}, and the
      next is read, so that another program can hold the conversation. In JSON whole numbers and
      decimals are exact numbers; dates, times and numbers that are not finite are text.

      --out writes rows to a .csv, a .jsonl (one object a row) or a .sqlite (one table, result); a
      second column of the same name becomes NAME_1.

      A result whose rows or values stand for single members or claims is refused without
      --allow-member-level.
      """)

  @Argument(help: "The store.")
  var store: String
  @Argument(help: "One SELECT; leave it out with --input.")
  var sql: String?
  @Option(help: "A file with statements that end with ;, or - for standard input.")
  var input: String?
  @Option(help: "How answers are printed: table, csv, json or jsonl.")
  var format: String = "table"
  @Option(help: "The file for the rows of one statement: .csv, .jsonl or .sqlite.")
  var out: String?
  @Option(name: .customLong("table"), help: "NAME=FILE.csv, a further table; repeatable.")
  var tables: [String] = []
  @Option(help: "The most threads; the answers do not depend on it.")
  var threads: Int = max(1, ProcessInfo.processInfo.activeProcessorCount)
  @Flag(help: "Add seconds, CPU seconds of all threads, and threads to each answer.")
  var timing = false
  @Flag(help: "Show how the query would be answered instead of the answer.")
  var explain = false
  @Flag(help: "Allow results at member level.")
  var allowMemberLevel = false

  func run() throws {
    guard let format = QueryFormat(rawValue: format) else {
      let known = QueryFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw Outcome.wrongUsage("--format \(format): write one of \(known).")
    }
    guard threads >= 1 else { throw Outcome.wrongUsage("--threads \(threads): write 1 or more.") }
    guard (sql == nil) != (input == nil) else {
      throw Outcome.wrongUsage(
        sql == nil
          ? "There is no query: write one after the store, or give --input FILE."
          : "There is a query and --input \(input ?? ""): leave one of them out.")
    }
    let target = try self.target()
    let named = try tables.map { try table($0) }
    var database = try userFacing { ClaimsDatabase(claims: try ClaimsSnapshot.open(store)) }
    for (name, path) in named {
      database.tables[name] = try userFacing { try ClaimsTable.dimension(contentsOf: path) }
    }
    let session = QuerySession(
      database: database, threads: threads,
      memberLevel: allowMemberLevel ? .allowed : .refused, explains: explain)
    let printer = QueryPrinter(format: format, hasTiming: timing)
    if let sql {
      try single(sql, session, printer, target)
    } else if let input {
      try QueryInput(path: input, session: session, printer: printer, target: target).run()
    }
  }

  private func target() throws -> QueryTarget? {
    guard let out else { return nil }
    guard let kind = AnswerFile(path: out) else {
      throw Outcome.wrongUsage("--out \(out): give a name that ends in .csv, .jsonl or .sqlite.")
    }
    guard !explain else {
      throw Outcome.wrongUsage("--out takes rows, and --explain has none: leave one of them out.")
    }
    return QueryTarget(path: out, kind: kind)
  }

  private func table(_ text: String) throws -> (name: String, path: String) {
    guard let sign = text.firstIndex(of: "="), sign > text.startIndex,
      text.index(after: sign) < text.endIndex
    else {
      throw Outcome.wrongUsage("--table \(text): write NAME=FILE.csv, such as clients=clients.csv.")
    }
    let name = text[..<sign].lowercased()
    guard name != "claims" else {
      throw Outcome.wrongUsage("--table \(text): claims is the store itself. Use another name.")
    }
    return (name, String(text[text.index(after: sign)...]))
  }

  private func single(
    _ sql: String, _ session: QuerySession, _ printer: QueryPrinter, _ target: QueryTarget?
  ) throws {
    var reader = SQLStatementReader()
    reader.append(sql.utf8)
    var statements: [SQLStatementReader.Statement] = []
    while let next = reader.next() { statements.append(next) }
    if let last = reader.last() { statements.append(last) }
    guard let statement = statements.first, statements.count == 1 else {
      throw Outcome.wrongUsage(
        statements.isEmpty
          ? "The query is empty: write one such as 'SELECT count(*) FROM claims'."
          : "There are \(statements.count) statements: write them to a file and give --input FILE.")
    }
    switch session.reply(to: statement) {
    case .success(let reply): try printer.show(reply, target)
    case .failure(let problem):
      if printer.format == .jsonl { printer.show(problem) }
      throw Outcome.wrongInput(problem.message)
    }
  }
}
