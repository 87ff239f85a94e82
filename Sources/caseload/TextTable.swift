import Foundation

/// Aligned columns; the first is flush left, the others right.
struct TextTable {
  let rows: [[String]]

  var lines: [String] {
    let columns = rows.first?.count ?? 0
    let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let blanks = String(repeating: " ", count: widths[column] - cell.count)
        line += (column > 0 ? "  " : "") + (column == 0 ? cell + blanks : blanks + cell)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}

/// A share with one decimal.
func percent(_ share: Double) -> String { fixed(share * 100) + " %" }

/// A number with a fixed number of decimals.
func fixed(_ value: Double, _ decimals: Int = 1) -> String {
  String(format: "%.\(decimals)f", value)
}

/// A number without needless decimals.
func plain(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
}
