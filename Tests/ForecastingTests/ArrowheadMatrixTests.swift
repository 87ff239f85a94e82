import RandomStreams
import Testing

@testable import Forecasting

@Suite("Arrowhead matrix")
struct ArrowheadMatrixTests {
  /// Three levels and one dense column: [4 1 0 1; 1 5 2 1; 0 2 6 1; 1 1 1 7].
  private var small: ArrowheadMatrix {
    var matrix = ArrowheadMatrix(levels: 3, dense: 1)
    matrix.diagonal = [4, 5, 6]
    matrix.below = [0, 1, 2]
    matrix.border = [1, 1, 1]
    matrix.corner = [7]
    return matrix
  }

  @Test("Solves a chain with a dense border")
  func solves() throws {
    // The matrix times [1 -2 3 4], by hand.
    let factor = try #require(small.factored())
    let solved = factor.solved([6, 1, 18, 30])
    for (found, expected) in zip(solved, [1.0, -2, 3, 4]) {
      #expect(abs(found - expected) < 1e-12)
    }
  }

  @Test("The determinant is that of the expansion by hand")
  func determinant() throws {
    // Elimination in whole numbers gives 641.
    let factor = try #require(small.factored())
    #expect(abs(exponential(factor.logDeterminant) - 641) < 1e-9)
  }

  @Test("A matrix that is not positive definite is refused")
  func indefinite() {
    var matrix = ArrowheadMatrix(levels: 2, dense: 0)
    matrix.diagonal = [1, 1]
    matrix.below = [0, 2]
    #expect(matrix.factored() == nil)
  }

  @Test("Entries of the inverse are those of solving for unit vectors", arguments: 1...5)
  func inverse(seed: UInt64) throws {
    var random = RandomStream(seed: seed, stream: 1, replication: 0, entity: 0)
    var matrix = ArrowheadMatrix(levels: 6, dense: 4)
    for level in 0..<6 {
      matrix.diagonal[level] = 10 + abs(random.nextNormal())
      if level > 0 { matrix.below[level] = random.nextNormal() }
      for column in 0..<4 { matrix.border[level * 4 + column] = 0.5 * random.nextNormal() }
    }
    for row in 0..<4 {
      for column in 0..<row { matrix.corner[row * 4 + column] = 0.5 * random.nextNormal() }
      matrix.corner[row * 4 + row] = 9
    }
    let factor = try #require(matrix.factored())
    let band = factor.inverseBand()
    for column in 0..<10 {
      var unit = Array(repeating: 0.0, count: 10)
      unit[column] = 1
      let solved = factor.solved(unit)
      let own = column < 6 ? band.diagonal[column] : band.dense[column - 6]
      #expect(abs(own - solved[column]) < 1e-12)
      if column > 0 && column < 6 { #expect(abs(band.below[column] - solved[column - 1]) < 1e-12) }
    }
  }
}
