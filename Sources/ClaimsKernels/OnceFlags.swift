import Synchronization

/// Flags that several threads set and read without waiting; each begins clear and is only ever set.
@safe
public final class OnceFlags: Sendable {
  // SAFETY: allocated and initialised by `init`, freed by `deinit`; the words between are atomic.
  private nonisolated(unsafe) let words: UnsafeMutablePointer<Atomic<UInt64>>
  /// The number of flags.
  public let count: Int

  /// Makes clear flags.
  ///
  /// - Parameter count: How many; at least 0.
  public init(count: Int) {
    precondition(count >= 0, "\(count) flags")
    self.count = count
    unsafe words = UnsafeMutablePointer<Atomic<UInt64>>.allocate(capacity: count / 64 + 1)
    for word in 0...count / 64 { unsafe (words + word).initialize(to: Atomic(0)) }
  }

  deinit {
    unsafe words.deinitialize(count: count / 64 + 1)
    unsafe words.deallocate()
  }

  /// Whether a flag is set; what was done before ``set(_:)`` is then visible.
  public func isSet(_ flag: Int) -> Bool {
    precondition(flag >= 0 && flag < count, "Flag \(flag) of \(count)")
    return unsafe words[flag >> 6].load(ordering: .acquiring) >> UInt64(flag & 63) & 1 == 1
  }

  /// Sets a flag.
  public func set(_ flag: Int) {
    precondition(flag >= 0 && flag < count, "Flag \(flag) of \(count)")
    let bit = UInt64(1) << UInt64(flag & 63)
    unsafe words[flag >> 6].bitwiseOr(bit, ordering: .acquiringAndReleasing)
  }
}
