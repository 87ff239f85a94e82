import ClaimsKernels
import Quantities

/// Remembers dates and zone offsets, because claims have few days and thousands of rows of each.
struct MomentMemo {
  /// Texts longer than a date, or more of them than this, are not kept.
  private static let mostBytes = 11
  private static let mostTexts = 100_000
  private var texts = TextCollector()
  private var readings: [(value: Int64, hasTime: Bool)?] = []
  private var quarter = Int64.min
  private var offset: Int64 = 0

  /// Reads a date, or remembers how it was read before.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - range: The field's content.
  ///   - read: Reads it carefully.
  /// - Returns: What `read` returned for the same text.
  /// - Throws: What `read` throws.
  mutating func reading(
    _ bytes: ColumnBytes, _ range: Range<Int>,
    _ read: ([UInt8]) throws(FieldReader.Trouble) -> (value: Int64, hasTime: Bool)?
  ) throws(FieldReader.Trouble) -> (value: Int64, hasTime: Bool)? {
    let isShort = range.count <= Self.mostBytes
    if isShort {
      if texts.count >= Self.mostTexts {
        texts = TextCollector()
        readings = []
      }
      let code = texts.code(bytes, range.lowerBound, range.upperBound)
      if code < readings.count {
        if let known = readings[code] { return known }
      } else {
        readings.append(nil)
      }
      let found = try read(range.map { bytes[$0] })
      readings[code] = found
      return found
    }
    return try read(range.map { bytes[$0] })
  }

  /// Turns microseconds of the reader's wall clock into UTC.
  mutating func instant(_ micros: Int64, _ reader: FieldReader) -> Int64 {
    let length: Int64 = 900 * 1_000_000
    let part = floorDivide(micros, length)
    if part != quarter {
      // An offset that holds at both ends of a quarter of an hour holds within it.
      let (first, last) = (part * length, part * length + length - 1_000_000)
      let shift = instantOf(first, reader) - first
      guard instantOf(last, reader) - last == shift else { return instantOf(micros, reader) }
      quarter = part
      offset = shift
    }
    return micros + offset
  }

  private func instantOf(_ micros: Int64, _ reader: FieldReader) -> Int64 {
    reader.instant(DateFormat.Reading(micros: micros, hasTime: true, hasZone: false))
  }
}
