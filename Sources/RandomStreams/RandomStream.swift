/// A sequence of random draws that is a pure function of (seed, stream, replication, entity, draw).
///
/// Two values made with equal keys give equal draws on every machine and thread; any draw can be
/// read out of order. Different keys never share a draw.
///
///     var arrivals = RandomStream(seed: 7, stream: 1, replication: 0, entity: 42)
///     let first = arrivals.nextUniform()
///     let same = arrivals.uniform(draw: 0) == first  // true
///
/// Each draw has 64 bits, half a block of ``Philox``. A stream holds 2^32 draws and then repeats.
public struct RandomStream: Sendable {
  @usableFromInline let key: SIMD2<UInt32>
  @usableFromInline let entity: UInt32
  @usableFromInline let replication: UInt32
  @usableFromInline let stream: UInt32
  @usableFromInline var cached: UInt64
  /// The number of the next draw, counted from 0.
  public private(set) var nextDraw: UInt32

  /// Makes the stream of one entity in one replication.
  ///
  /// - Parameters:
  ///   - seed: The seed of the whole run.
  ///   - stream: What the draws are for, such as arrivals or handle times.
  ///   - replication: The simulated run.
  ///   - entity: The contact, interval or other thing that the draws belong to.
  public init(seed: UInt64, stream: UInt32, replication: UInt32 = 0, entity: UInt32 = 0) {
    key = Philox.key(seed: seed)
    self.stream = stream
    self.replication = replication
    self.entity = entity
    cached = 0
    nextDraw = 0
  }

  /// Returns the 64 bits of one draw without moving the sequence.
  ///
  /// - Parameter draw: The number of the draw, counted from 0.
  /// - Returns: 64 independent bits.
  /// - Complexity: O(1), one block.
  public func bits(draw: UInt32) -> UInt64 {
    let pair = block(draw &>> 1)
    return draw & 1 == 0
      ? UInt64(pair.x) | UInt64(pair.y) &<< 32
      : UInt64(pair.z) | UInt64(pair.w) &<< 32
  }

  /// Returns one draw as a uniform number without moving the sequence.
  ///
  /// - Parameter draw: The number of the draw, counted from 0.
  /// - Returns: A number strictly between 0 and 1, one of 2^53 equally spaced ones.
  /// - Complexity: O(1), one block.
  public func uniform(draw: UInt32) -> Double { Self.openUnit(bits(draw: draw)) }

  /// Returns the next 64 bits of the sequence.
  ///
  /// - Returns: 64 independent bits.
  /// - Complexity: O(1), one block every second call.
  public mutating func nextBits() -> UInt64 {
    let draw = nextDraw
    nextDraw &+= 1
    guard draw & 1 == 0 else { return cached }
    let pair = block(draw &>> 1)
    cached = UInt64(pair.z) | UInt64(pair.w) &<< 32
    return UInt64(pair.x) | UInt64(pair.y) &<< 32
  }

  /// Returns the next draw as a uniform number.
  ///
  /// - Returns: A number strictly between 0 and 1 with 53 bits: (k + ½) / 2^53, 0 <= k < 2^53,
  ///   rounded to the nearest double below 1.
  /// - Complexity: O(1).
  public mutating func nextUniform() -> Double { Self.openUnit(nextBits()) }

  /// Returns the next draw as a whole number below a bound, without bias.
  ///
  /// Multiplies and rejects (Lemire 2019), so it can take more than one draw.
  ///
  /// - Parameter bound: One more than the largest result; `>= 1`.
  /// - Returns: A number in `0..<bound`, all equally likely.
  /// - Complexity: O(1) expected.
  public mutating func nextInteger(below bound: Int) -> Int {
    precondition(bound >= 1, "A random integer needs a bound of at least 1, found \(bound)")
    let range = UInt64(bound)
    var product = nextBits().multipliedFullWidth(by: range)
    if product.low < range {
      let rejected = (0 &- range) % range
      while product.low < rejected { product = nextBits().multipliedFullWidth(by: range) }
    }
    return Int(product.high)
  }

  /// Places 53 of 64 bits in the middle of their cells of the open unit interval.
  ///
  /// - Parameter bits: The draw; its upper 53 bits count.
  /// - Returns: A number strictly between 0 and 1.
  @inlinable
  static func openUnit(_ bits: UInt64) -> Double {
    let value = (Double(bits &>> 11) + 0.5) * 0x1p-53
    return value < 1 ? value : 1 - 0x1p-53
  }

  private func block(_ index: UInt32) -> SIMD4<UInt32> {
    Philox.block(counter: SIMD4(index, entity, replication, stream), key: key)
  }
}
