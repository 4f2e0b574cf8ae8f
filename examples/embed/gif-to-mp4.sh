ffmpeg -i dcgan-run.gif -vf "scale=iw*2:ih*2:flags=neighbor,crop=trunc(iw/2)*2:trunc(ih/2)*2" -pix_fmt yuv420p -movflags +faststart dcgan-run.mp4
