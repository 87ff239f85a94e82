import ClaimsKernels

/// One column: a type, codes narrow enough for its values, nulls, and block statistics.
public struct ClaimsColumn: Sendable {
  /// How many rows a block of statistics and of checksums covers.
  public static let blockRows = ClaimsBlock.rows

  /// The name.
  public let name: String
  /// The type.
  public let type: ClaimsType
  /// The values as integers: microseconds for timestamps, days since 1970-01-01 for dates, 0 and 1
  /// for booleans, unscaled digits for decimals, dictionary codes for text; the base under a null.
  public let values: PackedIntegers
  /// The nulls of a column in memory.
  private let ownNulls: Bitmap?
  /// The nulls of a column on disk.
  let mappedNulls: MappedBitmap?
  /// The texts of the codes, for a text column.
  public let dictionary: TextDictionary?
  /// The statistics of each block, in order.
  public let blocks: [BlockStatistics]
  /// The checksums of a column that is read from disk; `nil` in memory.
  let seal: ColumnSeal?

  init(
    name: String, type: ClaimsType, values: PackedIntegers, nulls: Bitmap?,
    dictionary: TextDictionary?, blocks: [BlockStatistics]
  ) {
    self.name = name
    self.type = type
    self.values = values
    ownNulls = nulls
    mappedNulls = nil
    self.dictionary = dictionary
    self.blocks = blocks
    seal = nil
  }

  /// Wraps a column that lies in a file.
  init(
    name: String, type: ClaimsType, values: PackedIntegers, mappedNulls: MappedBitmap?,
    dictionary: TextDictionary?, blocks: [BlockStatistics], seal: ColumnSeal
  ) {
    self.name = name
    self.type = type
    self.values = values
    ownNulls = nil
    self.mappedNulls = mappedNulls
    self.dictionary = dictionary
    self.blocks = blocks
    self.seal = seal
  }

  /// The smallest and the largest value, and the nulls, of one block.
  public struct BlockStatistics: Sendable, Equatable {
    /// The smallest value; 0 when all are null.
    public var minimum: Int64
    /// The largest value; 0 when all are null.
    public var maximum: Int64
    /// How many rows are null.
    public var nullCount: Int

    /// Describes a block.
    public init(minimum: Int64, maximum: Int64, nullCount: Int) {
      self.minimum = minimum
      self.maximum = maximum
      self.nullCount = nullCount
    }
  }

  /// The number of rows.
  public var count: Int { values.count }

  /// A set bit for each null; `nil` when there is none.
  ///
  /// - Complexity: O(1), but O(rows / 64) the first time for a column on disk.
  public var nulls: Bitmap? { mappedNulls?.bitmap ?? ownNulls }

  /// Whether any row is null.
  public var hasNulls: Bool { ownNulls != nil || mappedNulls != nil }

  /// How many rows are null.
  public var nullCount: Int { blocks.reduce(0) { $0 + $1.nullCount } }

  /// Whether a row is null.
  public func isNull(_ row: Int) -> Bool { mappedNulls?[row] ?? ownNulls?[row] ?? false }

  /// The integer of a row; `nil` for a null.
  public func integer(_ row: Int) -> Int64? { isNull(row) ? nil : values[row] }

  /// The text of a row of a text column; `nil` for a null.
  public func text(_ row: Int) -> String? {
    guard let dictionary, let code = integer(row) else { return nil }
    return dictionary[Int(code)]
  }

  /// The bytes that values, nulls and dictionary take.
  public var byteCount: Int {
    values.width.byteCount(count) + (hasNulls ? (count + 63) / 64 * 8 : 0)
      + (dictionary?.byteCount ?? 0)
  }

  /// How the values are kept, in words.
  public var encoding: String {
    let codes: String =
      switch values.width {
      case .none: "constant"
      case .bit: "1-bit codes"
      default: "\(values.width.rawValue)-bit codes"
      }
    if let dictionary { return "\(codes) into \(dictionary.count) texts" }
    return values.step > 1 ? "\(codes) in steps of \(values.step)" : codes
  }
}
