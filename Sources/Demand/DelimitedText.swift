/// A small table of delimited text with quoting, kept with the place of every field.
struct DelimitedText {
  struct Field {
    var text: String
    /// First column of the field, counted from 1.
    var column: Int
  }
  struct Row {
    /// First line of the row, counted from 1.
    var line: Int
    var fields: [Field]
  }
  struct Problem: Error, CustomStringConvertible { let description: String }

  var header: [String] = []
  var rows: [Row] = []

  /// Splits a file; every row must have as many fields as the heading.
  init(bytes: [UInt8], file: String) throws(Problem) {
    let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    guard let text = String(validating: body, as: UTF8.self) else {
      let line = DelimitedText.lineOfBadText(body)
      throw Problem(description: "\(file):\(line):1: not UTF-8 text. Save the file as UTF-8.")
    }
    let heading = text.prefix { !$0.isNewline }
    let delimiter =
      [",", ";", "\t", "|"].map(Character.init)
      .max { one, other in
        heading.count { $0 == one } < heading.count { $0 == other }
      } ?? ","
    var line = 1
    var column = 1
    var row = Row(line: 1, fields: [])
    var field = Field(text: "", column: 1)
    var quoteLine: Int?
    var wasQuoted = false
    func failure(_ line: Int, _ column: Int, _ what: String) -> Problem {
      Problem(description: "\(file):\(line):\(column): \(what)")
    }
    func endRow(_ row: Row, _ table: inout DelimitedText) throws(Problem) {
      if row.fields.count == 1 && row.fields[0].text.isEmpty { return }
      if table.header.isEmpty {
        table.header = row.fields.map { String($0.text.trimmingSpaces) }
      } else if row.fields.count != table.header.count {
        throw failure(
          row.line, 1,
          "\(row.fields.count) fields where the heading has \(table.header.count). "
            + "Quote a field that holds the delimiter.")
      } else {
        table.rows.append(row)
      }
    }
    var characters = text.makeIterator()
    var next = characters.next()
    while let character = next {
      next = characters.next()
      defer { column += 1 }
      if quoteLine != nil {
        if character == "\"" {
          if next == "\"" {
            field.text.append(character)
            next = characters.next()
          } else {
            quoteLine = nil
          }
        } else {
          if character.isNewline { line += 1 }
          field.text.append(character)
        }
      } else if character == "\"" && field.text.isEmpty && !wasQuoted {
        quoteLine = line
        wasQuoted = true
      } else if character == delimiter {
        row.fields.append(field)
        field = Field(text: "", column: column + 1)
        wasQuoted = false
      } else if character.isNewline {
        row.fields.append(field)
        try endRow(row, &self)
        line += 1
        row = Row(line: line, fields: [])
        column = 0
        field = Field(text: "", column: 1)
        wasQuoted = false
      } else if wasQuoted {
        throw failure(line, column, "text after a closing quote. Double a quote inside a field.")
      } else {
        field.text.append(character)
      }
    }
    if let opened = quoteLine {
      throw failure(opened, field.column, "a quote that is never closed. Close it.")
    }
    row.fields.append(field)
    try endRow(row, &self)
    if header.isEmpty { throw failure(1, 1, "the file is empty. Begin with a heading line.") }
  }

  private static func lineOfBadText(_ bytes: ArraySlice<UInt8>) -> Int {
    var line = 1
    for part in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if String(validating: part, as: UTF8.self) == nil { return line }
      line += 1
    }
    return line
  }
}

extension String {
  fileprivate var trimmingSpaces: Substring {
    var rest = Substring(self)
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " { rest.removeLast() }
    return rest
  }
}
