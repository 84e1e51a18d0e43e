"""Which bills there are: files and objects of each [[billing]], and the manifests on them."""
