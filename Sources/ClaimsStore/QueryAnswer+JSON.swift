extension QueryAnswer {
  /// Appends the names of the columns as a JSON array.
  public func appendJSONColumns(to out: inout [UInt8]) {
    out.append(0x5B)
    for (index, column) in columns.enumerated() {
      if index > 0 { out += [0x2C, 0x20] }
      appendJSONText(column.name, to: &out)
    }
    out.append(0x5D)
  }

  /// Appends a row as a JSON array.
  ///
  /// Whole numbers of any width and decimals are exact JSON numbers (`12.50` keeps its digits), doubles
  /// are the shortest numbers that read back the same, and what JSON has no number for is text as
  /// DuckDB prints it: `"nan"`, `"inf"`, `"-inf"`, `"2026-01-31"`, `"2026-01-31 08:00:00"`.
  public func appendJSON(row: Int, to out: inout [UInt8]) {
    out.append(0x5B)
    for column in vectors.indices {
      if column > 0 { out += [0x2C, 0x20] }
      appendJSONValue(row, column, to: &out)
    }
    out.append(0x5D)
  }

  /// Appends a row as a JSON object of column names and values.
  ///
  /// - Parameters:
  ///   - row: The row.
  ///   - names: The names as JSON texts with a colon, from ``jsonNames``.
  ///   - out: What the object is appended to.
  func appendJSONObject(row: Int, names: [[UInt8]], to out: inout [UInt8]) {
    out.append(0x7B)
    for column in vectors.indices {
      if column > 0 { out += [0x2C, 0x20] }
      out += names[column]
      appendJSONValue(row, column, to: &out)
    }
    out.append(0x7D)
  }

  /// The distinct names of the columns, each as a JSON text with a colon and a blank.
  var jsonNames: [[UInt8]] {
    distinctNames.map { name in
      var bytes: [UInt8] = []
      appendJSONText(name, to: &bytes)
      return bytes + [0x3A, 0x20]
    }
  }

  private func appendJSONValue(_ row: Int, _ column: Int, to out: inout [UInt8]) {
    switch vectors[column][row] {
    case .null: out += "null".utf8
    case .boolean(let value): out += (value ? "true" : "false").utf8
    case .integer(let value):
      if let small = Int64(exactly: value) {
        appendDigits(small, to: &out)
      } else {
        out += String(value).utf8
      }
    case .double(let value) where value.isFinite: out += "\(value)".utf8
    case .decimal(let digits, let scale): out += decimalText(digits, scale: scale).utf8
    case let value: appendJSONText(value.text, to: &out)
    }
  }
}

/// Appends text as a JSON string; characters beyond ASCII stay as they are.
public func appendJSONText(_ text: String, to out: inout [UInt8]) {
  out.append(0x22)
  for byte in text.utf8 {
    switch byte {
    case 0x22: out += [0x5C, 0x22]
    case 0x5C: out += [0x5C, 0x5C]
    case 0x0A: out += [0x5C, 0x6E]
    case 0x0D: out += [0x5C, 0x72]
    case 0x09: out += [0x5C, 0x74]
    case 0..<0x20:
      let digits = Array("0123456789abcdef".utf8)
      out += [0x5C, 0x75, 0x30, 0x30, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    default: out.append(byte)
    }
  }
  out.append(0x22)
}

/// Appends a whole number without making a text of it first.
func appendDigits(_ value: Int64, to out: inout [UInt8]) {
  if value < 0 { out.append(0x2D) }
  var rest = value.magnitude
  let start = out.count
  repeat {
    out.append(0x30 + UInt8(rest % 10))
    rest /= 10
  } while rest > 0
  out[start...].reverse()
}
