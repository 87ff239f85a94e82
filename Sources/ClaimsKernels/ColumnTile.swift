import CClaimsKernels

/// A run of values of one column while it is read; reused for the next run once it is packed.
@safe
public final class ColumnTile {
  /// A packed run.
  public struct Run: Sendable {
    /// The values.
    public var values: PackedIntegers
    /// The nulls; `nil` when there is none.
    public var nulls: Bitmap?
    /// The spread of the values that are not null; `nil` when there is none.
    public var spread: IntegerSpread?

    /// Joins what describes a run.
    public init(values: PackedIntegers, nulls: Bitmap?, spread: IntegerSpread?) {
      self.values = values
      self.nulls = nulls
      self.spread = spread
    }
  }

  /// How many rows fit.
  public let capacity: Int
  /// Whether values have 64 bits, not 32.
  public let isWide: Bool
  // SAFETY: both have room for `capacity` rows of that width and are freed by `deinit`.
  private let values: UnsafeMutableRawPointer
  let nulls: UnsafeMutablePointer<UInt8>

  /// Makes a tile of zeros.
  public init(capacity: Int, isWide: Bool) {
    self.capacity = capacity
    self.isWide = isWide
    let size = max(1, capacity) * (isWide ? 8 : 4)
    unsafe values = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
    unsafe values.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    unsafe nulls = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, capacity))
    unsafe nulls.initialize(repeating: 0, count: max(1, capacity))
  }

  deinit {
    unsafe values.deallocate()
    unsafe nulls.deallocate()
  }

  @unsafe var narrow: UnsafeMutablePointer<Int32> {
    unsafe values.assumingMemoryBound(to: Int32.self)
  }
  @unsafe var wide: UnsafeMutablePointer<Int64> {
    unsafe values.assumingMemoryBound(to: Int64.self)
  }

  /// One value, whatever its null mark; setting it takes the mark away.
  public subscript(row: Int) -> Int64 {
    get {
      precondition(row >= 0 && row < capacity, "Row \(row) of \(capacity)")
      return isWide ? unsafe wide[row] : Int64(unsafe narrow[row])
    }
    set {
      precondition(row >= 0 && row < capacity, "Row \(row) of \(capacity)")
      if isWide { unsafe wide[row] = newValue } else { unsafe narrow[row] = Int32(newValue) }
      unsafe nulls[row] = 0
    }
  }

  /// Marks a row as null.
  public func setNull(_ row: Int) {
    precondition(row >= 0 && row < capacity, "Row \(row) of \(capacity)")
    if isWide { unsafe wide[row] = 0 } else { unsafe narrow[row] = 0 }
    unsafe nulls[row] = 1
  }

  /// Takes rows out; those behind them move forward.
  ///
  /// - Parameters:
  ///   - rows: Ascending, each once.
  ///   - count: The rows in use.
  public func remove(_ rows: [Int], count: Int) {
    guard let first = rows.first else { return }
    precondition(first >= 0 && count <= capacity && (rows.last ?? 0) < count)
    var next = first
    var skipped = rows[...]
    for row in first..<count {
      if skipped.first == row {
        skipped = skipped.dropFirst()
        continue
      }
      if isWide { unsafe wide[next] = wide[row] } else { unsafe narrow[next] = narrow[row] }
      unsafe nulls[next] = nulls[row]
      next += 1
    }
  }

  /// Packs the first rows.
  ///
  /// - Parameters:
  ///   - count: How many rows.
  ///   - areCodes: Whether the values are codes of texts, which keep base 0 and step 1.
  /// - Returns: The packed run. Under a null is some value of the run, 0 when all are null.
  /// - Complexity: O(`count`).
  public func packed(_ count: Int, areCodes: Bool = false) -> Run {
    precondition(count >= 0 && count <= capacity, "\(count) of \(capacity) rows")
    let empty =
      isWide
      ? unsafe ck_fill_nulls64(wide, nulls, count) : unsafe ck_fill_nulls32(narrow, nulls, count)
    var bitmap: Bitmap?
    if empty > 0 {
      var words = [UInt64](repeating: 0, count: (count + 63) / 64)
      unsafe words.withUnsafeMutableBufferPointer {
        unsafe ck_collect_bits(nulls, count, $0.baseAddress, 0)
      }
      bitmap = Bitmap(words: words, count: count)
    }
    guard empty < count else {
      let none = PackedIntegers(
        count: count, base: 0, step: 1, width: .none, codes: ColumnBytes(zeroed: 0))
      return Run(values: none, nulls: bitmap, spread: nil)
    }
    var (low, high): (Int64, Int64) = (0, 0)
    if isWide {
      unsafe ck_extent64(wide, count, &low, &high)
    } else {
      unsafe ck_extent32(narrow, count, &low, &high)
    }
    if areCodes {
      let spread = IntegerSpread(minimum: 0, maximum: high, step: high > 0 ? 1 : 0)
      return Run(values: codes(count, spread), nulls: bitmap, spread: spread)
    }
    let step =
      isWide ? unsafe ck_step64(wide, count, low, 0) : unsafe ck_step32(narrow, count, low, 0)
    let spread = IntegerSpread(minimum: low, maximum: high, step: step)
    return Run(values: codes(count, spread), nulls: bitmap, spread: spread)
  }

  /// Codes of whole bytes, also where a bit would do, because runs are joined later.
  private func codes(_ count: Int, _ spread: IntegerSpread) -> PackedIntegers {
    let width = spread.width == .bit ? CodeWidth.byte : spread.width
    let step = max(spread.step, 1)
    let bytes = ColumnBytes(unwritten: width.byteCount(count))
    if width != .none {
      // SAFETY: `bytes` has room for `count` codes of that width, and the tile for `count` values.
      let size = UInt32(width.rawValue) / 8
      if isWide {
        unsafe ck_pack64(wide, count, spread.minimum, step, bytes.base, size)
      } else {
        unsafe ck_pack32(narrow, count, spread.minimum, step, bytes.base, size)
      }
    }
    return PackedIntegers(
      count: count, base: spread.minimum, step: step, width: width, codes: bytes)
  }
}
