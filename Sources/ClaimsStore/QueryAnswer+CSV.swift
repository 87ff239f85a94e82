extension QueryAnswer {
  /// Appends the names of the columns as a line of CSV.
  public func appendCSVHeader(to out: inout [UInt8]) {
    for (index, column) in columns.enumerated() {
      if index > 0 { out.append(0x2C) }
      appendCSVText(column.name, to: &out)
    }
    out += [0x0D, 0x0A]
  }

  /// Appends a row as a line of CSV (RFC 4180): a null is nothing, an empty text is `""`.
  public func appendCSV(row: Int, to out: inout [UInt8]) {
    for column in vectors.indices {
      if column > 0 { out.append(0x2C) }
      switch vectors[column][row] {
      case .null: break
      case .text(let text): appendCSVText(text, to: &out)
      case let value: out += value.text.utf8
      }
    }
    out += [0x0D, 0x0A]
  }
}

/// Appends text as a field of CSV, between quotes when it needs them.
private func appendCSVText(_ text: String, to out: inout [UInt8]) {
  let special: (UInt8) -> Bool = { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
  let isPlain =
    !text.isEmpty && text.utf8.first != 0x20 && text.utf8.last != 0x20
    && !text.utf8.contains(where: special)
  if isPlain {
    out += text.utf8
    return
  }
  out.append(0x22)
  for byte in text.utf8 {
    if byte == 0x22 { out.append(0x22) }
    out.append(byte)
  }
  out.append(0x22)
}
