import Quantities

/// A file with one row for each real contact, as switches and case systems export them.
public struct ContactLog: Sendable, Equatable {
  /// When the contacts came, in UTC seconds since 1970, ascending.
  public var instants: [Double]

  /// Makes a log.
  ///
  /// - Parameter instants: UTC seconds since 1970, ascending.
  public init(instants: [Double]) { self.instants = instants }

  /// Reads the times of contacts from comma-, semicolon-, tab- or bar-separated text.
  ///
  /// Rows may come in any order. A time that the clock shows twice is taken as its first occurrence.
  ///
  /// - Parameters:
  ///   - bytes: The file's content in UTF-8.
  ///   - file: The name used in messages.
  ///   - timeColumn: Heading of the local time, as `2027-01-04 10:30:05` with or without seconds.
  ///   - zone: The zone of the local times.
  /// - Returns: The log.
  /// - Throws: ``IntervalExportError`` with every problem found, up to 20 and the count of the rest.
  /// - Complexity: O(bytes + rows × log(rows)).
  public static func read(
    bytes: [UInt8], file: String, timeColumn: String, zone: ZoneRules
  ) throws(IntervalExportError) -> ContactLog {
    var reader = IntervalExportReader(file: file, bytes: bytes, zone: zone)
    guard !reader.table.header.isEmpty, let column = reader.position(timeColumn) else {
      throw reader.stop()
    }
    var found = FileProblems()
    var instants: [Double] = []
    instants.reserveCapacity(reader.table.rowCount)
    for row in 0..<reader.table.rowCount {
      if let local = localSecond(reader.table.content(row: row, column: column)) {
        let whole = Int64(local.rounded(.down))
        instants.append(Double(zone.instant(localSecond: whole)) + local - Double(whole))
      } else {
        found.note(
          reader.table.offset(row: row, column: column),
          "\"\(reader.quoted(row, column))\" is not a local time. Write it as 2027-01-04 10:30:05.")
      }
    }
    reader.problems.add(found)
    if reader.problems.count == 0 && instants.isEmpty {
      reader.problems.note(reader.table.bytes.count, "no rows. Write one for each contact.")
    }
    guard reader.problems.count == 0 else { throw reader.stop() }
    return ContactLog(instants: instants.sorted())
  }

  /// Reads `2027-01-04 10:30:05.25` as seconds of the local clock; seconds may be left out.
  static func localSecond(_ field: ArraySlice<UInt8>) -> Double? {
    let text = field.trimmingBlanks
    guard text.count >= 16,
      let minute = ExportField.localTime(text.prefix(16))
    else { return nil }
    let start = Double(Int64(minute.day.daysSince1970) * 86_400 + Int64(minute.minute) * 60)
    let tail = text.dropFirst(16)
    guard !tail.isEmpty else { return start }
    let digits = tail.dropFirst()
    guard tail.first == UInt8(ascii: ":"), digits.count >= 2,
      digits.prefix(2).allSatisfy({ (0x30...0x39).contains($0) }),
      digits.count == 2
        || (digits.dropFirst(2).first == UInt8(ascii: ".") && digits.count > 3
          && digits.dropFirst(3).allSatisfy { (0x30...0x39).contains($0) }),
      let seconds = Double(String(decoding: digits, as: UTF8.self)), seconds < 60
    else { return nil }
    return start + seconds
  }
}
