/// A discrete distribution that is drawn from in constant time (the alias method).
///
///     let table = try DiscreteTable(weights: [3, 1])
///     var random = RandomStream(seed: 7, stream: 2)
///     let index = table.sample(&random)  // 0 three times in four
///
/// M. D. Vose, *IEEE Transactions on Software Engineering* 17 (1991).
public struct DiscreteTable: Sendable {
  private let threshold: [Double]
  private let alias: [Int32]

  /// Builds the table.
  ///
  /// - Parameter weights: Relative weights, one per outcome; finite, `>= 0`, not all zero.
  /// - Throws: ``DistributionError/invalid(parameter:value:expected:)``.
  /// - Complexity: O(`weights.count`).
  public init(weights: [Double]) throws(DistributionError) {
    guard !weights.isEmpty, weights.count <= Int(Int32.max) else {
      throw .invalid(
        parameter: "weights", value: "\(weights.count) weights", expected: "1 to 2147483647")
    }
    var total = 0.0
    for (index, weight) in weights.enumerated() {
      guard weight.isFinite, weight >= 0 else {
        throw .invalid(
          parameter: "weights[\(index)]", value: "\(weight)", expected: "finite and >= 0")
      }
      total += weight
    }
    guard total > 0, total.isFinite else {
      throw .invalid(parameter: "weights", value: "sum \(total)", expected: "a finite sum above 0")
    }
    let count = weights.count
    var scaled = weights.map { $0 / total * Double(count) }
    var threshold = [Double](repeating: 1, count: count)
    var alias = (0..<count).map { Int32($0) }
    var small = (0..<count).filter { scaled[$0] < 1 }
    var large = (0..<count).filter { scaled[$0] >= 1 }
    while let low = small.popLast(), let high = large.last {
      threshold[low] = scaled[low]
      alias[low] = Int32(high)
      scaled[high] -= 1 - scaled[low]
      if scaled[high] < 1 {
        large.removeLast()
        small.append(high)
      }
    }
    self.threshold = threshold
    self.alias = alias
  }

  /// The number of outcomes.
  public var count: Int { threshold.count }

  /// Draws an outcome: exactly one draw.
  ///
  /// - Parameter stream: The stream to draw from.
  /// - Returns: The index of a weight.
  /// - Complexity: O(1).
  public func sample(_ stream: inout RandomStream) -> Int {
    let position = stream.nextUniform() * Double(count)
    let cell = min(Int(position), count - 1)
    return position - Double(cell) < threshold[cell] ? cell : Int(alias[cell])
  }
}
