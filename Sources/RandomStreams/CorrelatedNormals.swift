/// Standard normal variables with given correlations.
///
///     let demand = try CorrelatedNormals(correlation: [[1, 0.6], [0.6, 1]])
///     var random = RandomStream(seed: 7, stream: 3)
///     let pair = demand.sample(&random)
public struct CorrelatedNormals: Sendable {
  private let factor: [[Double]]

  /// Factors the correlation matrix (Cholesky).
  ///
  /// - Parameter correlation: Square, symmetric, ones on the diagonal, positive semidefinite.
  /// - Throws: ``DistributionError/invalid(parameter:value:expected:)`` naming the entry.
  /// - Complexity: O(n³).
  public init(correlation: [[Double]]) throws(DistributionError) {
    let size = correlation.count
    var factor = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
    for row in 0..<size where correlation[row].count != size {
      throw .invalid(
        parameter: "correlation[\(row)]", value: "\(correlation[row].count) entries",
        expected: "\(size)")
    }
    for row in 0..<size {
      for column in 0...row {
        let entry = correlation[row][column]
        let expected = row == column ? "1 on the diagonal" : "symmetric, -1...1"
        guard abs(entry) <= 1, entry == correlation[column][row], row != column || entry == 1 else {
          throw .invalid(
            parameter: "correlation[\(row)][\(column)]", value: "\(entry)", expected: expected)
        }
        var rest = entry
        for k in 0..<column { rest -= factor[row][k] * factor[column][k] }
        if row == column {
          guard rest > -1e-12 else {
            throw .invalid(
              parameter: "correlation[\(row)][\(row)]", value: "pivot \(rest)",
              expected: "a positive semidefinite matrix")
          }
          factor[row][row] = max(rest, 0).squareRoot()
        } else if factor[column][column] > 1e-9 {
          factor[row][column] = rest / factor[column][column]
        } else if abs(rest) > 1e-6 {
          throw .invalid(
            parameter: "correlation[\(row)][\(column)]", value: "\(entry)",
            expected: "a positive semidefinite matrix")
        }
      }
    }
    self.factor = factor
  }

  /// The number of variables.
  public var count: Int { factor.count }

  /// The weight of an independent normal variable in one of the correlated ones.
  ///
  /// - Parameters:
  ///   - row: The correlated variable.
  ///   - column: The independent variable, at most `row`; the weight of any later one is 0.
  /// - Returns: The entry of the lower triangular factor.
  public func weight(_ row: Int, _ column: Int) -> Double { factor[row][column] }

  /// Draws all variables together: one draw each, in order.
  ///
  /// - Parameter stream: The stream to draw from.
  /// - Returns: One value per variable, each with mean 0 and variance 1.
  /// - Complexity: O(n²).
  public func sample(_ stream: inout RandomStream) -> [Double] {
    let independent = (0..<count).map { _ in stream.nextNormal() }
    return (0..<count).map { row in
      var sum = 0.0
      for column in 0...row { sum += factor[row][column] * independent[column] }
      return sum
    }
  }
}
