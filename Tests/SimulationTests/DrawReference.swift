import Foundation

/// The C library's functions, kept apart from the fast ones under test.
enum DrawReference {
  static func log(_ value: Double) -> Double { Foundation.log(value) }
}
