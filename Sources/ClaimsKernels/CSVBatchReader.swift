import CClaimsKernels

/// Cuts delimited text into batches of plain records and reads them column by column.
///
/// A record is plain when it has the right number of fields, follows RFC 4180 and ends with a line
/// break. Any other record ends a batch, and the caller reads it with ``CSVRecordScanner``. Both read
/// plain records alike.
@safe
public final class CSVBatchReader {
  /// The most records of a batch.
  public static let mostRecords = 256

  private let bytes: ColumnBytes
  private let delimiter: UInt8
  private let fields: Int
  // SAFETY: made by `init` with room for `mostRecords` records of `fields` fields, freed by `deinit`.
  // GAIN: the import of 20 M claims takes 5 CPU seconds instead of 41 by single records, by
  // Benchmarks/peers/claims_import.py on a 2-core EPYC.
  private let ends: UnsafeMutablePointer<UInt32>
  private let starts: UnsafeMutablePointer<UInt32>
  private let fieldStarts: UnsafeMutablePointer<UInt32>
  private let care: UnsafeMutablePointer<UInt32>
  private var origin = 0
  private var isUnquoted = false
  private var careCount = 0

  /// The records of the batch.
  public private(set) var records = 0
  /// The bytes of the batch, line breaks included.
  public private(set) var byteCount = 0
  /// Whether there may be quotes in the batch.
  public private(set) var hasQuotes = false
  /// Whether there may be a NUL or a byte above 127 in the batch.
  public private(set) var hasUnusualBytes = false

  /// Makes a reader of one text.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - delimiter: The byte between fields; neither a quote nor a line break.
  ///   - fieldCount: The fields of a plain record, at least 1.
  public init(_ bytes: ColumnBytes, delimiter: UInt8, fieldCount: Int) {
    precondition(fieldCount >= 1, "\(fieldCount) fields")
    precondition(delimiter != 0x22 && delimiter != 0x0A, "Delimiter \(delimiter)")
    self.bytes = bytes
    self.delimiter = delimiter
    fields = fieldCount
    let room = Self.mostRecords * fieldCount + 128
    unsafe ends = UnsafeMutablePointer<UInt32>.allocate(capacity: room)
    unsafe ends.initialize(repeating: 0, count: room)
    unsafe fieldStarts = UnsafeMutablePointer<UInt32>.allocate(capacity: room)
    unsafe fieldStarts.initialize(repeating: 0, count: room)
    unsafe starts = UnsafeMutablePointer<UInt32>.allocate(capacity: Self.mostRecords)
    unsafe starts.initialize(repeating: 0, count: Self.mostRecords)
    unsafe care = UnsafeMutablePointer<UInt32>.allocate(capacity: Self.mostRecords)
    unsafe care.initialize(repeating: 0, count: Self.mostRecords)
  }

  deinit {
    unsafe ends.deallocate()
    unsafe fieldStarts.deallocate()
    unsafe starts.deallocate()
    unsafe care.deallocate()
  }

  /// Finds the next batch.
  ///
  /// - Parameters:
  ///   - range: From where a record begins to where the text ends.
  ///   - most: The most records to find, up to ``mostRecords``.
  /// - Returns: How many there are; 0 when the first record is not plain.
  /// - Complexity: O(bytes of the batch).
  public func find(in range: Range<Int>, most: Int) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "\(range)")
    precondition(most >= 1 && most <= Self.mostRecords, "\(most) records")
    origin = range.lowerBound
    isUnquoted = false
    var batch = ck_csv_batch()
    // SAFETY: `range` lies in the text, behind which `ColumnBytes` has its padding; `ends` and
    // `starts` have the room that `most` needs.
    unsafe ck_csv_index(
      text, range.count, delimiter, UInt32(fields), UInt32(most), ends, starts, &batch)
    records = Int(batch.records)
    byteCount = Int(batch.bytes)
    hasQuotes = batch.has_quotes != 0
    hasUnusualBytes = batch.has_unusual != 0
    if hasQuotes, records > 0 {
      unsafe ck_csv_unquote(text, UInt32(fields), batch.records, starts, ends, fieldStarts)
      isUnquoted = true
    }
    return records
  }

  // SAFETY: `origin` lies in the text.
  @unsafe private var text: UnsafePointer<UInt8> {
    unsafe UnsafePointer((bytes.base + origin).assumingMemoryBound(to: UInt8.self))
  }

  /// Where a record begins.
  public func recordStart(_ record: Int) -> Int {
    precondition(record >= 0 && record < records, "Record \(record) of \(records)")
    return origin + Int(unsafe starts[record])
  }

  /// Where a record ends, before its line break.
  public func recordEnd(_ record: Int) -> Int {
    var end = record + 1 < records ? recordStart(record + 1) - 1 : origin + byteCount - 1
    if end > recordStart(record), bytes[end - 1] == 0x0D { end -= 1 }
    return end
  }

  /// Where a field's content lies, without its quotes, and whether it holds doubled quotes.
  public func field(_ field: Int, of record: Int) -> (range: Range<Int>, isDoubled: Bool) {
    precondition(record >= 0 && record < records && field >= 0 && field < fields)
    let index = record * fields + field
    let end = unsafe ends[index]
    let place = end & ~UInt32(0x8000_0000)
    let start =
      isUnquoted
      ? unsafe fieldStarts[index]
      : field == 0 ? unsafe starts[record] : unsafe ends[index - 1] + 1
    return (origin + Int(start)..<origin + Int(place), end != place)
  }

  /// The records whose field the last call could not read, in ascending order.
  public var recordsNeedingCare: [Int] {
    (0..<careCount).map { Int(unsafe care[$0]) }
  }

  @unsafe
  private func column(_ field: Int) -> ck_csv_column {
    precondition(field >= 0 && field < fields, "Field \(field) of \(fields)")
    if isUnquoted {
      return unsafe ck_csv_column(
        text: text, starts: fieldStarts + field, start_stride: fields, start_offset: 0,
        ends: ends + field, end_stride: fields, records: UInt32(records))
    }
    if field == 0 {
      return unsafe ck_csv_column(
        text: text, starts: starts, start_stride: 1, start_offset: 0, ends: ends,
        end_stride: fields, records: UInt32(records))
    }
    return unsafe ck_csv_column(
      text: text, starts: ends + (field - 1), start_stride: fields, start_offset: 1,
      ends: ends + field, end_stride: fields, records: UInt32(records))
  }

  private func check(_ tile: ColumnTile, _ row: Int, isWide: Bool) {
    precondition(tile.isWide == isWide, "A tile of the other width")
    precondition(row >= 0 && row + records <= tile.capacity, "\(records) rows at \(row)")
  }

  /// Reads whole numbers into rows from `row` on; blanks are null.
  ///
  /// A narrow tile takes 32 bits. Other forms than an optional minus and up to 18 digits need care,
  /// and blanks do when `isRequired`.
  public func integers(_ field: Int, into tile: ColumnTile, at row: Int, isRequired: Bool) {
    check(tile, row, isWide: tile.isWide)
    var source = unsafe column(field)
    careCount =
      tile.isWide
      ? unsafe ck_csv_int64(
        &source, isRequired ? 1 : 0, tile.wide + row, tile.nulls + row, care)
      : unsafe ck_csv_int32(
        &source, isRequired ? 1 : 0, tile.narrow + row, tile.nulls + row, care)
  }

  /// Reads decimals as whole numbers of their smallest unit into a wide tile.
  ///
  /// - Parameters:
  ///   - field: The field's number.
  ///   - scale: The digits after the point that the unit has, up to 3.
  ///   - bounds: What the column can hold; values outside need care.
  ///   - tile: Receives the values.
  ///   - row: The first row.
  ///   - isRequired: Whether blanks need care.
  public func decimals(
    _ field: Int, scale: Int, bounds: ClosedRange<Int64>, into tile: ColumnTile, at row: Int,
    isRequired: Bool
  ) {
    check(tile, row, isWide: true)
    precondition((0...3).contains(scale), "Scale \(scale)")
    var source = unsafe column(field)
    careCount = unsafe ck_csv_decimal(
      &source, isRequired ? 1 : 0, Int32(scale), bounds.lowerBound, bounds.upperBound,
      tile.wide + row, tile.nulls + row, care)
  }

  /// Reads true and false into a narrow tile.
  public func booleans(_ field: Int, into tile: ColumnTile, at row: Int) {
    check(tile, row, isWide: false)
    var source = unsafe column(field)
    careCount = unsafe ck_csv_boolean(&source, tile.narrow + row, tile.nulls + row, care)
  }

  /// Reads `yyyy-mm-dd`, alone or with `hh:mm:ss`, into microseconds of the wall clock.
  ///
  /// - Parameters:
  ///   - field: The field's number.
  ///   - tile: Receives the instants.
  ///   - times: Receives 1 where there is a time of day.
  ///   - row: The first row.
  ///   - acceptsZulu: Whether a `Z` may follow.
  public func timestamps(
    _ field: Int, into tile: ColumnTile, times: ColumnTile, at row: Int, acceptsZulu: Bool
  ) {
    check(tile, row, isWide: true)
    check(times, row, isWide: false)
    var source = unsafe column(field)
    careCount = unsafe ck_csv_timestamp(
      &source, acceptsZulu ? 1 : 0, tile.wide + row, times.nulls + row, care)
    for record in 0..<records {
      unsafe times.narrow[row + record] = Int32(times.nulls[row + record])
      unsafe times.nulls[row + record] = 0
      unsafe tile.nulls[row + record] = 0
    }
  }

  /// Looks texts up; those that are not known yet need care, and so do long ones.
  public func texts(
    _ field: Int, known: TextSlots, into tile: ColumnTile, at row: Int, isRequired: Bool
  ) {
    check(tile, row, isWide: false)
    var source = unsafe column(field)
    careCount = unsafe known.withTable { table in
      unsafe ck_csv_text(
        &source, isRequired ? 1 : 0, table, tile.narrow + row, tile.nulls + row, care)
    }
  }
}

/// The codes of short texts, found by their first 16 bytes.
public final class TextSlots {
  private var slots = [UInt32](repeating: 0, count: 256)
  private var keys: [ck_text_key] = []
  private var codes: [Int32] = []

  /// The most bytes of a text that fits.
  public static let mostBytes = 16

  /// Makes slots that know the empty text only, with code 0.
  public init() { add(ck_text_key(low: 0, high: 0), 0) }

  private func add(_ key: ck_text_key, _ code: Int32) {
    if (keys.count + 1) * 3 > slots.count {
      slots = [UInt32](repeating: 0, count: slots.count * 2)
      for (place, known) in keys.enumerated() { put(known, place) }
    }
    put(key, keys.count)
    keys.append(key)
    codes.append(code)
  }

  // SAFETY: `mask` is one less than the slots, of which at least half are empty.
  private func put(_ key: ck_text_key, _ place: Int) {
    let mask = UInt64(slots.count - 1)
    unsafe slots.withUnsafeMutableBufferPointer {
      unsafe ck_text_place($0.baseAddress, mask, key, UInt32(place))
    }
  }

  /// Makes a text known.
  ///
  /// - Parameters:
  ///   - bytes: Where it stands.
  ///   - range: Its place: 1 to 16 bytes without NUL, which are not known yet.
  ///   - code: Its code.
  public func insert(_ bytes: ColumnBytes, _ range: Range<Int>, code: Int) {
    precondition(range.count >= 1 && range.count <= Self.mostBytes, "\(range.count) bytes")
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "\(range)")
    let text = unsafe (bytes.base + range.lowerBound).assumingMemoryBound(to: UInt8.self)
    add(unsafe ck_text_key_of(text, range.count), Int32(code))
  }

  // SAFETY: the table is used only inside `body`, while the arrays stay as they are.
  @unsafe
  fileprivate func withTable<Result>(_ body: (UnsafePointer<ck_text_table>) -> Result) -> Result {
    unsafe keys.withUnsafeBufferPointer { keys in
      unsafe slots.withUnsafeBufferPointer { slots in
        unsafe codes.withUnsafeBufferPointer { codes in
          var table = unsafe ck_text_table(
            keys: keys.baseAddress, slots: slots.baseAddress, mask: UInt64(slots.count - 1),
            codes: codes.baseAddress)
          return unsafe body(&table)
        }
      }
    }
  }
}
