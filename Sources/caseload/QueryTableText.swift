import ClaimsStore

/// An answer in aligned columns, for people.
struct QueryTableText {
  let answer: QueryAnswer

  init(_ answer: QueryAnswer) { self.answer = answer }

  /// The lines: names, a rule, rows and how many there are.
  var text: String {
    let columns = answer.columns.indices
    var cells = [answer.columns.map { shown($0.name) }]
    cells.reserveCapacity(answer.rowCount + 1)
    for row in 0..<answer.rowCount { cells.append(columns.map { shown(answer[row, $0].text) }) }
    let widths = columns.map { column in cells.reduce(1) { max($0, $1[column].count) } }
    let isNumber = answer.columns.map(\.type.isNumeric)
    var text = ""
    for (index, row) in cells.enumerated() {
      var line = ""
      for column in columns {
        let blanks = String(repeating: " ", count: widths[column] - row[column].count)
        if column > 0 { line += "  " }
        line += isNumber[column] ? blanks + row[column] : row[column] + blanks
      }
      while line.last == " " { line.removeLast() }
      text += line + "\n"
      if index == 0 {
        text += widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ") + "\n"
      }
    }
    return text + "(\(answer.rowCount) row\(answer.rowCount == 1 ? "" : "s"))\n"
  }

  /// A value on one line.
  private func shown(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      return text
    }
    return text.unicodeScalars.map { scalar in
      scalar.properties.generalCategory == .control ? "\u{FFFD}" : String(scalar)
    }.joined()
  }
}
