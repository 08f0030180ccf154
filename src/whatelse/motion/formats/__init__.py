"""One file a format: each turns bytes or text into a ``Measured``, in the axes and the unit of the file."""
