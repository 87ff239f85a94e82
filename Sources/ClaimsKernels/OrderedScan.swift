import CClaimsKernels

/// Keys by which rows are sorted: a plan without rows.
public struct OrderedScan: Sendable {
  /// One key; the codes of its column order as its values do.
  public struct Key: Sendable {
    /// The column.
    public var column: ScanColumn
    /// The greatest code.
    public var largest: UInt32
    /// Whether large values come first.
    public var isDescending: Bool
    /// Whether nulls come first.
    public var nullsFirst: Bool

    /// Describes a key.
    public init(column: ScanColumn, largest: UInt32, isDescending: Bool, nullsFirst: Bool) {
      self.column = column
      self.largest = largest
      self.isDescending = isDescending
      self.nullsFirst = nullsFirst
    }

    private var isNullable: Bool { column.hasMissing || column.nulls != nil }
    fileprivate var lift: UInt32 { isNullable && nullsFirst ? 1 : 0 }
    /// Where nulls stand among the codes.
    fileprivate var placeOfNull: UInt32 { nullsFirst ? 0 : largest + 1 }
    fileprivate var bits: Int {
      let most = UInt64(largest) + (isNullable ? 1 : 0)
      return 64 - most.leadingZeroBitCount
    }
  }

  private let keys: [Key]
  /// The key that comes before all others.
  var firstKey: Key? { keys.first }
  /// The bits of all keys together, and of those behind the partition's.
  private let bits: Int
  private let orderBits: Int
  /// The leading bits by which rows are dealt out first.
  private let digits: Int

  /// Plans a sort; `nil` when the keys have more than 96 bits.
  ///
  /// - Parameters:
  ///   - partition: Keys whose equal values belong together.
  ///   - order: Keys within a partition; equal rows keep their order.
  ///   - rows: About how many rows there are; fewer than 2^32.
  public init?(partition: [Key], order: [Key], rows: Int) {
    keys = partition + order
    guard keys.allSatisfy({ $0.largest < .max - 1 }), rows <= Int(UInt32.max) else { return nil }
    orderBits = order.reduce(0) { $0 + $1.bits }
    bits = partition.reduce(orderBits) { $0 + $1.bits }
    guard bits <= 96 else { return nil }
    var wanted = 1
    while wanted < 11, rows >> wanted > 4096 { wanted += 1 }
    digits = min(wanted, bits)
  }

  /// Sorts rows.
  ///
  /// - Parameters:
  ///   - rowCount: The rows of the columns.
  ///   - limit: How many of the first rows are wanted; rows behind them may be left out.
  ///   - threads: The most threads; the order does not depend on it.
  ///   - keep: Narrows the mask of a run that begins at a row; runs lie in one block.
  /// - Returns: The chosen rows in order.
  /// - Throws: What `keep` throws.
  /// - Complexity: O(rows × bits / 11), most of it in the cache.
  public func rows(
    of rowCount: Int, limit: Int? = nil, threads: Int,
    keep: @Sendable (Int, inout RowMask) throws -> Void
  ) throws -> RowOrder {
    let leading = try limit.flatMap { try leadingCodes($0, rowCount, keep) }
    @Sendable func narrow(_ start: Int, _ mask: inout RowMask) throws {
      if let leading {
        guard leading.mayHold(keys[0].column.blocks[start / ClaimsBlock.rows]) else {
          return mask.clear()
        }
        try keep(start, &mask)
        mask.keep(
          keys[0].column.values, from: start,
          codes: UInt64(leading.range.lowerBound)...UInt64(leading.range.upperBound), isInside: true
        )
      } else {
        try keep(start, &mask)
      }
    }
    let blocks = (rowCount + ClaimsBlock.rows - 1) / ClaimsBlock.rows
    let share = max(1, (blocks + 63) / 64)
    let units = (blocks + share - 1) / share
    let places = 1 << digits
    @Sendable func eachRun(
      _ unit: Int, _ buffers: OrderBuffers, _ body: (ScanRows) -> Void
    ) throws {
      let end = min(rowCount, (unit + 1) * share * ClaimsBlock.rows)
      for start in stride(
        from: unit * share * ClaimsBlock.rows, to: end, by: OrderBuffers.rows)
      {
        buffers.mask.reset(count: min(OrderBuffers.rows, end - start))
        try narrow(start, &buffers.mask)
        unsafe buffers.withChosen(start, body)
      }
    }
    // How many rows of each unit have each leading digit.
    let counts = try parallelMap(count: units, threads: threads) { unit -> [UInt32] in
      let buffers = OrderBuffers(keys: keys.count)
      var counts = [UInt32](repeating: 0, count: places)
      try eachRun(unit, buffers) { rows in
        let shift = unsafe compose(rows, buffers, atLeast: digits)
        unsafe counts.withUnsafeMutableBufferPointer {
          unsafe ck_count_digits(
            buffers.elements, rows.count, Int32(shift - digits), Int32(digits), $0.baseAddress)
        }
      }
      return counts
    }
    var starts = [Int](repeating: 0, count: places + 1)
    var cursors = counts
    var total = 0
    for digit in 0..<places {
      starts[digit] = total
      for unit in 0..<units {
        cursors[unit][digit] = UInt32(total)
        total += Int(counts[unit][digit])
      }
    }
    starts[places] = total
    let elements = Elements(total)
    let first = cursors
    _ = try parallelMap(count: units, threads: threads) { unit -> Bool in
      let buffers = OrderBuffers(keys: keys.count)
      var cursors = first[unit]
      try eachRun(unit, buffers) { rows in
        unsafe compose(rows, buffers, atLeast: bits)
        unsafe buffers.appendRows(rows)
        unsafe cursors.withUnsafeMutableBufferPointer {
          unsafe ck_scatter_digits(
            buffers.elements, rows.count, Int32(bits - digits + 32), Int32(digits), $0.baseAddress,
            elements.base)
        }
      }
      return true
    }
    return try sorted(elements, starts, total, threads)
  }

  private func sorted(
    _ elements: Elements, _ starts: [Int], _ total: Int, _ threads: Int
  ) throws -> RowOrder {
    let order = RowOrder(count: total)
    let places = 1 << digits
    // Whether the first row of a digit begins a partition: not when the digit reaches into the order.
    let inOrder = max(0, digits - (bits - orderBits))
    var begins = [Bool](repeating: false, count: places)
    var known: Int?
    for digit in 0..<places where starts[digit + 1] > starts[digit] {
      begins[digit] = known != digit >> inOrder
      known = digit >> inOrder
    }
    let isFirst = begins
    let longest = (0..<places).map { starts[$0 + 1] - starts[$0] }.max() ?? 0
    _ = try parallelFold(units: places, threads: threads) {
      Elements(longest)
    } _: { spare, digit in
      let (start, count) = (starts[digit], starts[digit + 1] - starts[digit])
      guard count > 0 else { return }
      unsafe ck_sort_elements(
        elements.base + start, count, Int32(bits - digits + 32), spare.base)
      unsafe ck_rows_of_elements(
        elements.base + start, count, Int32(orderBits + 32), isFirst[digit] ? 1 : 0,
        order.rows + start, order.starts + start)
    }
    return order
  }

  // SAFETY: the buffers hold the rows of a run.
  /// Composes the elements of a run, leading keys first, until they have so many bits.
  ///
  /// - Returns: The bits that they have.
  @unsafe
  @discardableResult
  private func compose(_ rows: ScanRows, _ buffers: OrderBuffers, atLeast wanted: Int) -> Int {
    let elements = unsafe buffers.elements
    unsafe elements.initialize(repeating: ck_element(low: 0, high: 0), count: rows.count)
    var done = 0
    for key in keys where done < wanted {
      let loaded = unsafe key.column.load(rows, buffers.codes, at: 0)
      var codes = unsafe loaded.codes
      let flip = key.isDescending ? key.largest : 0
      if let valid = unsafe loaded.valid {
        // What is appended is the place of null: undo what the kernel does to a code.
        let out = unsafe buffers.codes.numbers(ScanColumn.buffers)
        unsafe out.update(from: codes, count: rows.count)
        let lifted = key.placeOfNull &- key.lift
        let isFlipped = key.isDescending && key.largest != 0
        unsafe ck_replace(out, rows.count, valid, isFlipped ? key.largest &- lifted : lifted)
        unsafe codes = UnsafePointer(out)
      }
      unsafe ck_append_codes(elements, rows.count, codes, Int32(key.bits), flip, key.lift)
      done += key.bits
    }
    return done
  }
}

/// Rows in an order, and where partitions begin.
@safe
public final class RowOrder: @unchecked Sendable {
  // SAFETY: written by the sort, each part by one thread, and only read afterwards.
  private let rowMemory: ScratchMemory
  private let startMemory: ScratchMemory
  /// The number of rows.
  public let count: Int

  init(count: Int) {
    self.count = count
    rowMemory = ScratchMemory(bytes: max(1, count) * 4, isZeroed: false)
    startMemory = ScratchMemory(bytes: max(1, count), isZeroed: false)
  }

  @unsafe var rows: UnsafeMutablePointer<UInt32> { unsafe rowMemory.pointer(UInt32.self) }
  @unsafe var starts: UnsafeMutablePointer<UInt8> { unsafe startMemory.pointer(UInt8.self) }

  /// The row at a place.
  public func row(_ place: Int) -> Int {
    precondition(place >= 0 && place < count, "Place \(place) of \(count)")
    return unsafe Int(rows[place])
  }

  /// Whether a partition begins at a place.
  public func begins(_ place: Int) -> Bool {
    precondition(place >= 0 && place < count, "Place \(place) of \(count)")
    return unsafe starts[place] != 0
  }

  /// How many partitions begin at a run of places.
  public func partitions(_ places: Range<Int>) -> Int {
    precondition(places.lowerBound >= 0 && places.upperBound <= count, "\(places)")
    return places.reduce(0) { unsafe $0 + Int(starts[$1]) }
  }

  /// The rows at which the partitions of a run of places begin.
  public func firstRows(_ places: Range<Int>) -> [Int] {
    places.compactMap { begins($0) ? row($0) : nil }
  }

  /// The place at which the partition of a place begins.
  public func partitionStart(_ place: Int) -> Int {
    var first = place
    while first > 0, !begins(first) { first -= 1 }
    return first
  }

  /// The place behind the partition of a place.
  public func partitionEnd(_ place: Int) -> Int {
    var end = place + 1
    while end < count, !begins(end) { end += 1 }
    return end
  }

  /// Reads a column at a run of places.
  ///
  /// - Parameters:
  ///   - column: The column.
  ///   - start: The first place.
  ///   - length: How many places.
  /// - Returns: The values, base and step applied.
  public func values(_ column: PackedIntegers, from start: Int, count length: Int) -> [Int64] {
    precondition(start >= 0 && start + length <= count, "\(length) at \(start) of \(count)")
    let (base, step) = (column.base, Int64(bitPattern: column.step))
    return unsafe [Int64](unsafeUninitializedCapacity: length) { out, filled in
      filled = length
      let chosen = unsafe rows + start
      // SAFETY: rows come from the table of the column.
      let codes = unsafe UnsafeRawPointer(column.codes.base)
      func take<Code: FixedWidthInteger>(_ type: Code.Type) {
        let codes = unsafe codes.assumingMemoryBound(to: Code.self)
        for place in 0..<length {
          unsafe out.initializeElement(
            at: place,
            to: base &+ Int64(truncatingIfNeeded: codes[Int(chosen[place])]) &* step)
        }
      }
      switch column.width {
      case .byte: take(UInt8.self)
      case .half: take(UInt16.self)
      case .word: take(UInt32.self)
      case .double: take(UInt64.self)
      case .none, .bit:
        for place in 0..<length {
          unsafe out.initializeElement(at: place, to: column[Int(chosen[place])])
        }
      }
    }
  }
}

/// Elements of 128 bits.
@safe
private final class Elements: @unchecked Sendable {
  // SAFETY: threads write to parts of their own.
  private let memory: ScratchMemory
  init(_ count: Int) { memory = ScratchMemory(bytes: max(1, count) * 16, isZeroed: false) }
  @unsafe var base: UnsafeMutablePointer<ck_element> { unsafe memory.pointer(ck_element.self) }
}

/// What a thread needs to compose elements.
private final class OrderBuffers {
  static let rows = 16_384
  var mask = RowMask(capacity: rows)
  let codes: ScanBuffers
  private let composed = Elements(rows)

  init(keys: Int) { codes = ScanBuffers(rows: Self.rows, count: ScanColumn.buffers + 2) }

  @unsafe var elements: UnsafeMutablePointer<ck_element> { unsafe composed.base }

  /// Calls `body` with the rows that the mask chooses, if there are any.
  @unsafe
  func withChosen(_ start: Int, _ body: (ScanRows) -> Void) {
    switch mask.kind {
    case .none: return
    case .all: body(ScanRows(start: start, count: mask.count))
    case .some:
      let count = mask.population
      guard count > 0 else { return }
      unsafe mask.words.withUnsafeBufferPointer {
        guard let words = $0.baseAddress else { return }
        body(unsafe ScanRows(start: start, length: mask.count, count: count, mask: words))
      }
    }
  }

  /// Appends the numbers of rows to the elements.
  @unsafe
  func appendRows(_ rows: ScanRows) {
    guard let mask = unsafe rows.mask else {
      unsafe ck_append_rows(elements, rows.count, nil, UInt32(rows.start))
      return
    }
    let numbers = unsafe codes.numbers(ScanColumn.buffers + 1)
    _ = unsafe ck_pack_rows(mask, rows.length, 0, numbers)
    unsafe ck_append_rows(elements, rows.count, numbers, UInt32(rows.start))
  }
}
