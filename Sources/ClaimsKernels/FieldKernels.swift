/// Reads a whole number such as `-1234`.
///
/// - Parameters:
///   - bytes: The text.
///   - start: The first byte of the field.
///   - end: The byte behind it.
/// - Returns: The number; `nil` for anything but an optional minus and 1 to 18 digits.
/// - Complexity: O(bytes of the field).
@inline(__always)
public func integerField(_ bytes: ColumnBytes, _ start: Int, _ end: Int) -> Int64? {
  precondition(start >= 0 && end <= bytes.count)
  var cursor = start
  guard cursor < end else { return nil }
  let isNegative = unsafe bytes.base.load(fromByteOffset: cursor, as: UInt8.self) == 0x2D
  if isNegative { cursor += 1 }
  guard cursor < end, end - cursor <= 18 else { return nil }
  var value: Int64 = 0
  while cursor < end {
    let digit = unsafe bytes.base.load(fromByteOffset: cursor, as: UInt8.self) &- 0x30
    guard digit <= 9 else { return nil }
    value = value &* 10 &+ Int64(digit)
    cursor += 1
  }
  return isNegative ? 0 &- value : value
}

/// Reads a decimal such as `-12.5` as a whole number of its smallest unit.
///
/// - Parameters:
///   - bytes: The text.
///   - start: The first byte of the field.
///   - end: The byte behind it.
///   - scale: The digits after the point of the result: 2 gives cents.
/// - Returns: The number; `nil` for other forms, more digits after the point, or over 15 digits.
/// - Complexity: O(bytes of the field).
public func decimalField(_ bytes: ColumnBytes, _ start: Int, _ end: Int, scale: Int) -> Int64? {
  precondition(start >= 0 && end <= bytes.count)
  var cursor = start
  guard cursor < end else { return nil }
  let isNegative = unsafe bytes.base.load(fromByteOffset: cursor, as: UInt8.self) == 0x2D
  if isNegative { cursor += 1 }
  guard cursor < end, end - cursor <= 16 - scale else { return nil }
  var value: Int64 = 0
  var digits = 0
  var missing = scale
  while cursor < end {
    let byte = unsafe bytes.base.load(fromByteOffset: cursor, as: UInt8.self)
    cursor += 1
    if byte == 0x2E {
      guard digits > 0, cursor < end, end - cursor <= scale else { return nil }
      missing -= end - cursor
      while cursor < end {
        let digit = unsafe bytes.base.load(fromByteOffset: cursor, as: UInt8.self) &- 0x30
        guard digit <= 9 else { return nil }
        value = value &* 10 &+ Int64(digit)
        cursor += 1
      }
      break
    }
    guard byte &- 0x30 <= 9 else { return nil }
    value = value &* 10 &+ Int64(byte &- 0x30)
    digits += 1
  }
  for _ in 0..<missing { value = value &* 10 }
  return isNegative ? 0 &- value : value
}

/// Reads `yyyy-mm-dd` or `yyyy-mm-dd hh:mm:ss` (or with `T`) without a zone.
///
/// - Parameters:
///   - bytes: The text.
///   - start: The first byte of the field.
///   - end: The byte behind it.
/// - Returns: Seconds since 1970-01-01 on the same wall clock, and whether there was a time; `nil`
///   for other forms and for impossible dates.
/// - Complexity: O(1).
public func dateTimeField(
  _ bytes: ColumnBytes, _ start: Int, _ end: Int
) -> (second: Int64, hasTime: Bool)? {
  precondition(start >= 0 && end <= bytes.count)
  let length = end - start
  guard length == 10 || length == 19 else { return nil }
  @inline(__always) func byte(_ offset: Int) -> UInt8 {
    unsafe bytes.base.load(fromByteOffset: start + offset, as: UInt8.self)
  }
  var bad: UInt8 = 0
  @inline(__always) func digit(_ offset: Int) -> Int {
    let value = byte(offset) &- 0x30
    bad |= value > 9 ? 1 : 0
    return Int(value)
  }
  @inline(__always) func two(_ offset: Int) -> Int { digit(offset) * 10 + digit(offset + 1) }
  guard byte(4) == 0x2D, byte(7) == 0x2D else { return nil }
  let (year, month, day) = (two(0) * 100 + two(2), two(5), two(8))
  guard bad == 0, year >= 1, (1...12).contains(month), day >= 1, day <= monthLength(year, month)
  else { return nil }
  let shifted = month <= 2 ? year - 1 : year
  let era = shifted / 400
  let yearOfEra = shifted - era * 400
  let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
  let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  if length == 10 { return (Int64(days) * 86_400, false) }
  guard byte(10) == 0x20 || byte(10) == 0x54, byte(13) == 0x3A, byte(16) == 0x3A else { return nil }
  let (hour, minute, second) = (two(11), two(14), two(17))
  guard bad == 0, hour < 24, minute < 60, second < 60 else { return nil }
  return (Int64(days) * 86_400 + Int64(hour * 3600 + minute * 60 + second), true)
}

private func monthLength(_ year: Int, _ month: Int) -> Int {
  switch month {
  case 4, 6, 9, 11: 30
  case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
  default: 31
  }
}
