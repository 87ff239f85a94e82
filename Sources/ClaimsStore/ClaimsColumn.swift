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
  /// A set bit for each null; `nil` when there is none.
  public let nulls: Bitmap?
  /// The texts of the codes, for a text column.
  public let dictionary: TextDictionary?
  /// The statistics of each block, in order.
  public let blocks: [BlockStatistics]
  /// The checksums of a column that is read from disk; `nil` in memory.
  let seal: ColumnSeal?

  init(
    name: String, type: ClaimsType, values: PackedIntegers, nulls: Bitmap?,
    dictionary: TextDictionary?, blocks: [BlockStatistics], seal: ColumnSeal? = nil
  ) {
    self.name = name
    self.type = type
    self.values = values
    self.nulls = nulls
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

  /// How many rows are null.
  public var nullCount: Int { blocks.reduce(0) { $0 + $1.nullCount } }

  /// Whether a row is null.
  public func isNull(_ row: Int) -> Bool { nulls?[row] ?? false }

  /// The integer of a row; `nil` for a null.
  public func integer(_ row: Int) -> Int64? { isNull(row) ? nil : values[row] }

  /// The text of a row of a text column; `nil` for a null.
  public func text(_ row: Int) -> String? {
    guard let dictionary, let code = integer(row) else { return nil }
    return dictionary[Int(code)]
  }

  /// The bytes that values, nulls and dictionary take.
  public var byteCount: Int {
    values.width.byteCount(count) + (nulls.map { $0.words.count * 8 } ?? 0)
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
