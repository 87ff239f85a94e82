/// Values of a block that a reader sees as a table and a later chart draws.
public struct NotebookTable: Equatable, Sendable {
  /// The columns' names.
  public var columns: [String]
  /// The rows, as text.
  public var rows: [[String]]
  /// Whether a column holds numbers.
  public var isNumber: [Bool]

  /// Makes a table.
  public init(columns: [String], rows: [[String]], isNumber: [Bool]) {
    (self.columns, self.rows, self.isNumber) = (columns, rows, isNumber)
  }

  /// The table in Markdown; more than 50 rows are cut, with a line that says so.
  var markdown: [String] {
    func line(_ cells: [String]) -> String {
      "| "
        + cells.map { $0.replacing("|", with: "\\|").replacing("\n", with: " ") }
        .joined(separator: " | ") + " |"
    }
    var lines = [line(columns), line(isNumber.map { $0 ? "---:" : "---" })]
    lines += rows.prefix(50).map(line)
    if rows.count > 50 { lines += ["", "(the first 50 of \(rows.count) rows)"] }
    return lines
  }

  /// A column's numbers; nothing where a cell is none.
  func numbers(_ column: String) -> [Double?]? {
    guard let index = columns.firstIndex(of: column) else { return nil }
    return rows.map { Double($0[index].filter { $0 != "," }) }
  }
}
