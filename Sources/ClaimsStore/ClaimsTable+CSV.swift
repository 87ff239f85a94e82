import ClaimsKernels
import Quantities

extension ClaimsTable {
  /// Writes the claims as CSV that ``ClaimsImport`` reads back without a map.
  ///
  /// Money is cents, quantity thousandths, times are UTC; a service day without a time is written as
  /// a day. The file appears under its name when it is complete.
  ///
  /// - Parameter path: The file; an earlier one is replaced.
  /// - Throws: ``ClaimsStoreError`` when it cannot be written or a block read from disk is damaged.
  /// - Complexity: O(rows × columns).
  public func writeCSV(to path: String) throws {
    try verify()
    var file = try ReplacingFile(path: path)
    let names = columns.map { csvField(Array($0.name.utf8)) }
    try file.write(Array(names.joined(separator: [0x2C])) + [0x0A])
    let texts = columns.map { column in
      (0..<(column.dictionary?.count ?? 0)).map { csvField(column.dictionary?.utf8($0) ?? []) }
    }
    var tiles = columns.map { _ in [Int64](repeating: 0, count: Condition.tileRows) }
    var start = 0
    while start < rowCount {
      let count = min(Condition.tileRows, rowCount - start)
      for (index, column) in columns.enumerated() {
        column.values.decode(from: start, count: count, into: &tiles[index])
      }
      var out: [UInt8] = []
      out.reserveCapacity(count * columns.count * 8)
      for row in 0..<count {
        for (index, column) in columns.enumerated() {
          if index > 0 { out.append(0x2C) }
          if column.nulls != nil, column.isNull(start + row) { continue }
          let value = tiles[index][row]
          switch column.type {
          case .text: out += texts[index][Int(value)]
          case .boolean: out += value == 1 ? Array("true".utf8) : Array("false".utf8)
          case .timestamp:
            let day = column.name == "ts" && timeOfDay.values[start + row] == 0
            appendTimestamp(value, dayOnly: day, to: &out)
          case .date: out += Array(LocalDate(daysSince1970: Int(value)).description.utf8)
          case .decimal(_, let scale): out += Array(decimalText(Int128(value), scale: scale).utf8)
          default: appendInteger(value, to: &out)
          }
        }
        out.append(0x0A)
      }
      try file.write(out)
      start += count
    }
    try file.commit()
  }
}

/// A field of CSV, in quotes when it needs them.
private func csvField(_ bytes: [UInt8]) -> [UInt8] {
  let needsQuotes = bytes.contains { [0x22, 0x2C, 0x0A, 0x0D, 0x7C, 0x09, 0x3B].contains($0) }
  guard needsQuotes || bytes.first == 0x20 || bytes.last == 0x20 else { return bytes }
  return [0x22] + bytes.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] } + [0x22]
}

private func appendInteger(_ value: Int64, to out: inout [UInt8]) {
  if value < 0 { out.append(0x2D) }
  var rest = value.magnitude
  var digits = 1
  var limit: UInt64 = 10
  while digits < 19, rest >= limit {
    digits += 1
    limit *= 10
  }
  if digits == 19, rest >= limit { digits = 20 }
  let start = out.count
  out += repeatElement(0x30, count: digits)
  for place in stride(from: start + digits - 1, through: start, by: -1) {
    out[place] = UInt8(0x30 + rest % 10)
    rest /= 10
  }
}

private func appendTimestamp(_ micros: Int64, dayOnly: Bool, to out: inout [UInt8]) {
  let day = floorDivide(micros, 86_400_000_000)
  let rest = micros - day * 86_400_000_000
  let (year, month, date) = LocalDate(daysSince1970: Int(day)).parts
  func two(_ value: Int) {
    out.append(UInt8(0x30 + value / 10 % 10))
    out.append(UInt8(0x30 + value % 10))
  }
  two(year / 100)
  two(year % 100)
  out.append(0x2D)
  two(month)
  out.append(0x2D)
  two(date)
  if dayOnly { return }
  let second = Int(rest / 1_000_000)
  out.append(0x20)
  two(second / 3600)
  out.append(0x3A)
  two(second / 60 % 60)
  out.append(0x3A)
  two(second % 60)
  let fraction = rest % 1_000_000
  if fraction != 0 {
    let digits = String(fraction)
    out.append(0x2E)
    out += repeatElement(0x30, count: 6 - digits.count)
    out += Array(digits.utf8)
  }
}
