/** Properties as the manifest declares them; written out so that types hold before the toolchain has generated its own. */
export interface Inputs {
  readonly place: ComponentFramework.PropertyTypes.StringProperty;
}
