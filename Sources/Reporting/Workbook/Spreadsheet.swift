/// A workbook before it is written: sheets of values and formulas, each formula with its value.
struct Spreadsheet: Sendable {
  /// The sheets, in order.
  var sheets: [Sheet] = []
  /// Names of cells, each with the cell that it means: `Volume`, `=Workload!$B$5`.
  var names: [(name: String, cell: String)] = []
}

/// How a cell looks and reads.
enum CellStyle: Int, CaseIterable, Sendable {
  case text, title, note, heading, headingNumber, money, moneyTotal, textTotal, dollars, number
  case exact, share, price, priceShare, workload, plain
}

/// One sheet.
struct Sheet: Sendable {
  /// What a cell holds.
  enum Content: Equatable, Sendable {
    case text(String)
    case number(Double)
    /// A formula with the number that it comes to.
    case formula(String, Double)
    /// A formula with the text that it comes to.
    case textFormula(String, String)
  }
  struct Cell: Sendable {
    var row: Int
    var column: Int
    var content: Content
    var style: CellStyle
  }
  /// A chart of rows or columns of the workbook.
  struct Chart: Sendable {
    enum Kind: Sendable { case columns, stackedColumns, lines }
    var kind: Kind
    var title: String
    var unit: String
    /// Each series by the cell of its name and the ranges of its categories and values.
    var series: [(name: String, categories: String, values: String)]
    var row: Int
    var column: Int
  }

  /// The sheet's name: plain letters and spaces, never text from a scenario.
  var name: String
  /// Widths of columns from the first on.
  var widths: [Double]
  var cells: [Cell] = []
  /// Rows and columns that stay in view; the rows are printed on each page.
  var frozen = (rows: 0, columns: 0)
  var charts: [Chart] = []
  /// Columns from here on are for formulas only.
  var hiddenFrom: Int?

  init(_ name: String, widths: [Double]) { (self.name, self.widths) = (name, widths) }

  /// The last row with a cell or a chart.
  var lastRow: Int { (cells.map(\.row) + charts.map { $0.row + 20 }).max() ?? 0 }

  mutating func text(_ row: Int, _ column: Int, _ text: String, _ style: CellStyle = .text) {
    cells.append(Cell(row: row, column: column, content: .text(text), style: style))
  }

  mutating func number(_ row: Int, _ column: Int, _ value: Double, _ style: CellStyle = .number) {
    cells.append(Cell(row: row, column: column, content: .number(value), style: style))
  }

  mutating func formula(
    _ row: Int, _ column: Int, _ formula: String, _ value: Double, _ style: CellStyle = .money
  ) {
    cells.append(
      Cell(row: row, column: column, content: .formula("=" + formula, value), style: style))
  }

  mutating func textFormula(
    _ row: Int, _ column: Int, _ formula: String, _ value: String, _ style: CellStyle = .text
  ) {
    cells.append(
      Cell(row: row, column: column, content: .textFormula("=" + formula, value), style: style))
  }

  mutating func headings(_ row: Int, _ names: [String], numbersFrom first: Int) {
    for (column, name) in names.enumerated() {
      text(row, column, name, column >= first ? .headingNumber : .heading)
    }
  }

  /// A cell as formulas of other sheets name it.
  func cell(_ row: Int, _ column: Int) -> String { "'\(name)'!\(Sheet.address(row, column))" }

  /// A range as formulas of other sheets name it.
  func range(_ row: Int, _ column: Int, _ lastRow: Int, _ lastColumn: Int) -> String {
    "'\(name)'!\(Sheet.address(row, column)):\(Sheet.address(lastRow, lastColumn))"
  }

  /// An address that does not move when it is copied: `$B$5`.
  static func address(_ row: Int, _ column: Int) -> String {
    var (letters, rest) = ("", column)
    repeat {
      letters = String(UnicodeScalar(UInt8(65 + rest % 26))) + letters
      rest = rest / 26 - 1
    } while rest >= 0
    return "$\(letters)$\(row + 1)"
  }
}
