import Quantities

/// Reads one field carefully: every accepted form, and a message for every other.
struct FieldReader: Sendable {
  /// What is wrong with a field.
  struct Trouble: Error, Equatable {
    var code: ClaimsFileError.Problem.Code
    var problem: String
    var remedy: String
  }
  let zone: ZoneRules?
  /// Whether messages hide what was found: with a key, a shifted column may hold an identifier.
  var hidesValues = false

  /// Reads a field that is not text.
  ///
  /// - Parameters:
  ///   - bytes: The content without quotes.
  ///   - target: The column.
  /// - Returns: The stored integer and whether it has a time of day; `nil` for a blank.
  /// - Throws: ``Trouble`` for anything that is not a value of the column.
  func value(
    _ bytes: [UInt8], _ target: ImportTarget
  ) throws(Trouble) -> (value: Int64, hasTime: Bool)? {
    let text = trimmed(bytes)
    if text.isEmpty { return nil }
    switch target.kind {
    case .integer(let range): return (try integer(text, range, target), true)
    case .decimal(let scale, let range): return (try decimal(text, scale, range, target), true)
    case .boolean: return (try boolean(text, target), true)
    case .timestamp(let format): return try timestamp(text, format, target)
    case .text: preconditionFailure("\(target.name) is text")
    }
  }

  /// The bytes without blanks at either end.
  func trimmed(_ bytes: [UInt8]) -> [UInt8] {
    func isBlank(_ byte: UInt8) -> Bool {
      byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A
    }
    guard let first = bytes.firstIndex(where: { !isBlank($0) }),
      let last = bytes.lastIndex(where: { !isBlank($0) })
    else { return [] }
    return Array(bytes[first...last])
  }

  /// What was found, for a message; nothing of a member identifier or, with a key, of any value.
  func quoted(_ text: [UInt8], _ target: ImportTarget) -> String {
    if hidesValues || target.name == "member_id" { return "The value" }
    let shown = String(decoding: text.prefix(60), as: UTF8.self)
    return "\"\(shown)\(text.count > 60 ? "…" : "")\""
  }

  /// Splits a number into sign, digits before the point and digits after it.
  private func number(
    _ text: [UInt8]
  ) -> (isNegative: Bool, whole: ArraySlice<UInt8>, fraction: ArraySlice<UInt8>)? {
    var rest = text[...]
    let isNegative = rest.first == 0x2D
    if isNegative || rest.first == 0x2B { rest = rest.dropFirst() }
    let point = rest.firstIndex(of: 0x2E)
    let whole = rest[..<(point ?? rest.endIndex)]
    let fraction = point.map { rest[($0 + 1)...] } ?? []
    guard !whole.isEmpty || !fraction.isEmpty,
      (whole + fraction).allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return (isNegative, whole, fraction)
  }

  private func integer(
    _ text: [UInt8], _ range: ClosedRange<Int64>, _ target: ImportTarget
  ) throws(Trouble) -> Int64 {
    guard let number = number(text), !number.whole.isEmpty else { throw notANumber(text, target) }
    guard number.fraction.allSatisfy({ $0 == 0x30 }) else {
      let isMoney = ClaimsSchema.money.contains(target.name)
      throw Trouble(
        code: .wrongValue,
        problem: "\(quoted(text, target)) in \(target.name) is not a whole number",
        remedy: isMoney
          ? "Write whole cents, or give a map with \"unit\": \"dollars\""
          : target.name == "quantity"
            ? "Write whole thousandths, or give a map with \"unit\": \"units\""
            : "Write a whole number")
    }
    return try fitted(number.whole + [], number.isNegative, range, text, target)
  }

  private func decimal(
    _ text: [UInt8], _ scale: Int, _ range: ClosedRange<Int64>, _ target: ImportTarget
  ) throws(Trouble) -> Int64 {
    guard let number = number(text) else { throw notANumber(text, target) }
    var fraction = Array(number.fraction)
    while fraction.count > scale, fraction.last == 0x30 { fraction.removeLast() }
    guard fraction.count <= scale else {
      throw Trouble(
        code: .wrongValue,
        problem: "\(quoted(text, target)) in \(target.name) has more than \(scale) decimals",
        remedy: scale == 2
          ? "Round it to whole cents, such as 12.34" : "Round it to thousandths, such as 1.125")
    }
    fraction += [UInt8](repeating: 0x30, count: scale - fraction.count)
    return try fitted(number.whole + fraction, number.isNegative, range, text, target)
  }

  private func fitted(
    _ digits: ArraySlice<UInt8>, _ isNegative: Bool, _ range: ClosedRange<Int64>, _ text: [UInt8],
    _ target: ImportTarget
  ) throws(Trouble) -> Int64 {
    var value: Int64 = 0
    for digit in digits {
      let (scaled, tooMuch) = value.multipliedReportingOverflow(by: 10)
      let step = Int64(digit - 0x30)
      let (next, over) = scaled.addingReportingOverflow(isNegative ? -step : step)
      if tooMuch || over { throw tooLarge(text, range, target) }
      value = next
    }
    guard range.contains(value) else { throw tooLarge(text, range, target) }
    return value
  }

  private func tooLarge(
    _ text: [UInt8], _ range: ClosedRange<Int64>, _ target: ImportTarget
  ) -> Trouble {
    let next = range.upperBound == .max ? "text" : "bigint"
    return Trouble(
      code: .tooLarge,
      problem: "\(quoted(text, target)) is too large for \(target.name), which has "
        + (range.upperBound == .max ? "64 bits" : "32 bits"),
      remedy: "Give a map with \"\(target.name)\": {…, \"type\": \"\(next)\"}")
  }

  private func notANumber(_ text: [UInt8], _ target: ImportTarget) -> Trouble {
    let isIdentifier = target.name.hasSuffix("_id")
    return Trouble(
      code: .wrongValue, problem: "\(quoted(text, target)) in \(target.name) is not a number",
      remedy: isIdentifier
        ? "Write digits only, or give a map with \"\(target.name)\": {…, \"type\": \"text\"}"
        : "Write digits only, without signs of money or thousands")
  }

  private func boolean(_ text: [UInt8], _ target: ImportTarget) throws(Trouble) -> Int64 {
    switch String(decoding: text, as: UTF8.self).lowercased() {
    case "true", "t", "1", "y", "yes": return 1
    case "false", "f", "0", "n", "no": return 0
    default:
      throw Trouble(
        code: .wrongValue,
        problem: "\(quoted(text, target)) in \(target.name) is neither true nor false",
        remedy: "Write true or false")
    }
  }

  private func timestamp(
    _ text: [UInt8], _ format: DateFormat?, _ target: ImportTarget
  ) throws(Trouble) -> (value: Int64, hasTime: Bool) {
    guard let reading = format.map({ $0.read(text) }) ?? DateFormat.readAny(text) else {
      throw Trouble(
        code: .wrongValue,
        problem: "\(quoted(text, target)) in \(target.name) is not a date that exists",
        remedy: format == nil
          ? "Write it as 2026-01-31, 20260131, 01/31/2026, 31-Jan-2026 or 2026-01-31T08:00:00Z"
          : "Write it in the form that the map gives")
    }
    return (instant(reading), reading.hasTime)
  }

  /// Turns a wall-clock time into UTC; a day without a time stays as it is.
  func instant(_ reading: DateFormat.Reading) -> Int64 {
    guard let zone, reading.hasTime, !reading.hasZone else { return reading.micros }
    let second = floorDivide(reading.micros, 1_000_000)
    return zone.instant(localSecond: second) * 1_000_000 + (reading.micros - second * 1_000_000)
  }
}
