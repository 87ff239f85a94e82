import Testing

@testable import Forecasting

@Suite("Skyline matrix")
struct SkylineMatrixTests {
  @Test("Solves a chain with a dense border")
  func solves() throws {
    // [4 1 0 1; 1 5 2 1; 0 2 6 1; 1 1 1 7] times [1 -2 3 4] by hand.
    var matrix = SkylineMatrix(first: [0, 0, 1, 0])
    matrix[0, 0] = 4
    matrix[1, 0] = 1
    matrix[1, 1] = 5
    matrix[2, 1] = 2
    matrix[2, 2] = 6
    for (column, value) in [1.0, 1, 1, 7].enumerated() { matrix[3, column] = value }
    let factor = try #require(matrix.factored())
    let solved = factor.solved([6, 1, 18, 30])
    for (found, expected) in zip(solved, [1.0, -2, 3, 4]) {
      #expect(abs(found - expected) < 1e-12)
    }
  }

  @Test("The determinant of a 2 × 2 matrix is that of the closed form")
  func determinant() throws {
    var matrix = SkylineMatrix(first: [0, 0])
    matrix[0, 0] = 3
    matrix[1, 0] = 1
    matrix[1, 1] = 2
    let factor = try #require(matrix.factored())
    #expect(abs(exponential(factor.logDeterminant) - 5) < 1e-12)
  }

  @Test("A matrix that is not positive definite is refused")
  func indefinite() {
    var matrix = SkylineMatrix(first: [0, 0])
    matrix[0, 0] = 1
    matrix[1, 0] = 2
    matrix[1, 1] = 1
    #expect(matrix.factored() == nil)
  }
}
