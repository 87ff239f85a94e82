import CClaimsKernels

/// The rows of one column that a mask chooses.
@safe
struct MaskedColumn {
  private let values: PackedIntegers
  private let start: Int
  private let loaded: UnsafePointer<UInt32>?
  private let mask: RowMask

  @unsafe
  init(_ values: PackedIntegers, _ start: Int, _ loaded: UnsafePointer<UInt32>?, _ mask: RowMask) {
    self.values = values
    self.start = start
    unsafe self.loaded = loaded
    self.mask = mask
  }

  @unsafe
  private func withWords<Result>(_ body: (UnsafePointer<UInt64>?) -> Result) -> Result {
    guard mask.kind == .some else { return body(nil) }
    return unsafe mask.words.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
  }

  @unsafe
  func sum() -> UInt64 {
    unsafe withWords { words in
      let count = mask.count
      if let loaded = unsafe loaded { return unsafe ck_sum_u32(loaded, count, words) }
      let base = unsafe UnsafeRawPointer(values.codes.base)
      switch values.width {
      case .byte:
        return unsafe ck_sum_u8(base.assumingMemoryBound(to: UInt8.self) + start, count, words)
      case .half:
        return unsafe ck_sum_u16(base.assumingMemoryBound(to: UInt16.self) + start, count, words)
      default:
        return unsafe ck_sum_u32(base.assumingMemoryBound(to: UInt32.self) + start, count, words)
      }
    }
  }

  /// The greatest code and 1, or with flipped bits that of the least; 0 for none.
  @unsafe
  func most(flipped: Bool) -> UInt64 {
    unsafe withWords { words in
      let count = mask.count
      func widened(_ most: UInt64, _ bits: UInt64) -> UInt64 {
        // Flipped codes of fewer bits have zeros above them; 32 bits have ones there.
        flipped && most > 0 ? most + (0xFFFF_FFFF - bits) : most
      }
      if let loaded = unsafe loaded {
        return unsafe ck_most_u32(loaded, count, words, flipped ? .max : 0)
      }
      let base = unsafe UnsafeRawPointer(values.codes.base)
      switch values.width {
      case .byte:
        let codes = unsafe base.assumingMemoryBound(to: UInt8.self) + start
        return unsafe widened(ck_most_u8(codes, count, words, flipped ? .max : 0), 0xFF)
      case .half:
        let codes = unsafe base.assumingMemoryBound(to: UInt16.self) + start
        return unsafe widened(ck_most_u16(codes, count, words, flipped ? .max : 0), 0xFFFF)
      default:
        let codes = unsafe base.assumingMemoryBound(to: UInt32.self) + start
        return unsafe ck_most_u32(codes, count, words, flipped ? .max : 0)
      }
    }
  }
}
