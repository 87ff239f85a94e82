// swift-tools-version: 6.3
import PackageDescription

/// The fuzz targets of the claims store and of the reader of specs; a package of its own, so that users never build it.
///
/// `Fuzz/run TARGET SECONDS` builds them with address sanitizer, links libFuzzer and runs.
let store = Target.Dependency.product(name: "ClaimsStore", package: "caseload")
let scenarios = Target.Dependency.product(name: "Scenarios", package: "caseload")

let package = Package(
  name: "caseload-fuzz",
  dependencies: [.package(name: "caseload", path: "..")],
  targets: [
    .target(name: "FuzzSupport", dependencies: [store]),
    .target(name: "FuzzCSV", dependencies: ["FuzzSupport", store]),
    .target(name: "FuzzSQL", dependencies: ["FuzzSupport", store]),
    .target(name: "FuzzStore", dependencies: ["FuzzSupport", store]),
    .target(name: "FuzzSpec", dependencies: ["FuzzSupport", scenarios]),
  ],
  swiftLanguageModes: [.v6]
)
