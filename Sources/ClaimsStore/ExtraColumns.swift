import ClaimsKernels
import Quantities

/// Turns a column of texts into the narrowest type that holds every value exactly.
///
/// Tried in order: whole numbers, decimals, dates, timestamps. Numbers must look as they print:
/// no leading zeros, signs of plus or blanks, so that codes such as `007` stay text.
///
/// - Parameters:
///   - draft: The column as text.
///   - zone: The zone of times without one.
/// - Returns: The column; `nil` when it stays text.
func narrowed(_ draft: ColumnDraft, _ zone: ZoneRules?) -> ColumnDraft? {
  let parts = Array(zip(draft.runs, draft.sources))
  // Texts of records that were left out decide nothing.
  let used = draft.areAllUsed ? nil : usedCodes(draft.lists.map(\.count), parts)
  let texts = draft.lists.enumerated().flatMap { list, texts in
    texts.enumerated().compactMap { used?[list][$0] ?? true ? $1 : nil }
  }
  guard !texts.isEmpty else { return nil }
  let type: ClaimsType
  let read: ([UInt8]) -> Int64?
  if texts.allSatisfy({ plainNumber($0).map { $0.fraction.isEmpty } ?? false }) {
    let values = texts.compactMap { Int64(String(decoding: $0, as: UTF8.self)) }
    guard values.count == texts.count else { return nil }
    let isNarrow = values.allSatisfy { Int32(exactly: $0) != nil }
    type = isNarrow ? .integer : .bigint
    read = { Int64(String(decoding: $0, as: UTF8.self)) }
  } else if let scale = commonScale(texts) {
    type = .decimal(width: 18, scale: scale)
    read = { decimalDigits($0, scale: scale) }
  } else if texts.allSatisfy({ DateFormat.readAny($0) != nil }) {
    let readings = texts.compactMap { DateFormat.readAny($0) }
    guard readings.allSatisfy({ $0.hasTime == readings[0].hasTime }) else { return nil }
    // Eight digits are numbers before they are dates, so a date here has signs in it.
    if readings[0].hasTime {
      let reader = FieldReader(zone: zone)
      type = .timestamp
      read = { DateFormat.readAny($0).map { reader.instant($0) } }
    } else {
      type = .date
      read = { DateFormat.readAny($0).map { $0.micros / 86_400_000_000 } }
    }
  } else {
    return nil
  }
  let values = draft.lists.map { $0.map { read($0) ?? 0 } }
  let runs = parts.map { run, list in
    var codes = [Int64](repeating: 0, count: run.values.count)
    run.values.decode(from: 0, count: codes.count, into: &codes)
    var nulls: [UInt8] = []
    if let bitmap = run.nulls {
      nulls = [UInt8](repeating: 0, count: codes.count)
      spread(bitmap, from: 0, count: codes.count, into: &nulls)
    }
    for row in codes.indices where nulls.isEmpty || nulls[row] == 0 {
      codes[row] = values[list][Int(codes[row])]
    }
    return packPart(codes, nulls: nulls)
  }
  return ColumnDraft(name: draft.name, type: type, runs: runs)
}

/// Splits a number that looks as it prints.
private func plainNumber(_ text: [UInt8]) -> (
  whole: ArraySlice<UInt8>, fraction: ArraySlice<UInt8>
)? {
  var rest = text[...]
  if rest.first == 0x2D { rest = rest.dropFirst() }
  let point = rest.firstIndex(of: 0x2E)
  let whole = rest[..<(point ?? rest.endIndex)]
  let fraction = point.map { rest[($0 + 1)...] } ?? []
  guard !whole.isEmpty, point == nil || !fraction.isEmpty,
    (whole + fraction).allSatisfy({ (0x30...0x39).contains($0) }),
    whole.count == 1 || whole.first != 0x30, text != [0x2D, 0x30]
  else { return nil }
  return (whole, fraction)
}

/// The most digits after the point, when every text is a number of at most 18 digits.
private func commonScale(_ texts: [[UInt8]]) -> Int? {
  var (whole, scale) = (0, 0)
  for text in texts {
    guard let number = plainNumber(text) else { return nil }
    whole = max(whole, number.whole.count)
    scale = max(scale, number.fraction.count)
  }
  return whole + scale <= 18 ? scale : nil
}

private func decimalDigits(_ text: [UInt8], scale: Int) -> Int64? {
  // Texts of records that were left out may have more digits than the column.
  guard let number = plainNumber(text), number.fraction.count <= scale else { return nil }
  let digits =
    Array(number.whole) + Array(number.fraction)
    + [UInt8](repeating: 0x30, count: scale - number.fraction.count)
  guard let value = Int64(String(decoding: digits, as: UTF8.self)) else { return nil }
  return text.first == 0x2D ? -value : value
}
